// Numbers are given to others: who is ended is the very process that was meant.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { endProcess, isFirstOfItsOwn, lives, markOf, processesWhere } from './processes.ts';

async function sleeping(act: (child: ChildProcess) => Promise<void>): Promise<void> {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    await act(child);
  } finally {
    child.kill('SIGKILL');
  }
}

test('a process that has the number of another, of this start or of another namespace, is left alone', () => sleeping(async (child) => {
  const mark = markOf(child.pid ?? 0);
  assert.ok(mark !== null);
  for (const other of [{ ...mark, started: String(Number(mark.started) - 1) }, { ...mark, namespace: 'elsewhere pid:[1]' }, null]) endProcess(other);
  assert.ok(lives(mark));
  endProcess(mark);
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
  assert.ok(!lives(mark) && markOf(mark.pid) === null);
  endProcess(mark);
}));

test('the first process of a namespace of its own is known from others', { skip: process.getuid?.() === 0 ? false : 'it needs root' }, async () => {
  assert.equal(isFirstOfItsOwn(process.pid), false);
  const outer = spawn('unshare', ['--pid', '--fork', '--kill-child', '--', 'sh', '-c', 'echo up; read line'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(outer.stdout, 'data');
  const inner = processesWhere((pid) => pid !== outer.pid && isFirstOfItsOwn(pid) && parentOf(pid) === outer.pid);
  assert.equal(inner.length, 1);
  outer.stdin.end();
  await once(outer, 'exit');
});

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
