// Who lives is what the kernel says, of hosts that run and of hosts that were killed.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostLives, sweepHosts, thisHost } from './host-life.ts';

async function inState(act: (state: string) => Promise<void>): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), 'espalier-hosts-'));
  try {
    await act(state);
  } finally {
    rmSync(state, { recursive: true });
  }
}

async function otherHost(state: string, then: string): Promise<{ readonly child: ChildProcess; readonly name: string }> {
  const script = `const { thisHost } = await import(${JSON.stringify(join(import.meta.dirname, 'host-life.ts'))});
    console.log(thisHost(${JSON.stringify(state)})); ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said]: Buffer[] = await once(child.stdout, 'data');
  return { child, name: String(said).trim() };
}

test('a host lives until it is killed, whoever looks and however often', () => inState(async (state) => {
  const own = thisHost(state);
  assert.equal(thisHost(state), own);
  const { child, name } = await otherHost(state, 'setInterval(() => {}, 60_000);');
  try {
    for (let look = 0; look < 3; look += 1) assert.deepEqual([own, name].map((host) => hostLives(state, host)), [true, true]);
    sweepHosts(state);
    assert.deepEqual(readdirSync(join(state, 'hosts')).toSorted(), [own, name].toSorted(), 'who lives keeps its file, and there is no other');
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  assert.deepEqual([own, name].map((host) => hostLives(state, host)), [true, false]);
  sweepHosts(state);
  assert.deepEqual(readdirSync(join(state, 'hosts')), [own]);
  assert.equal(statSync(join(state, 'hosts')).mode & 0o777, 0o700);
}));

test('a host that ends by itself leaves no file', () => inState(async (state) => {
  const { child, name } = await otherHost(state, '');
  if (child.exitCode === null) await once(child, 'exit');
  assert.equal(hostLives(state, name), false);
  assert.deepEqual(readdirSync(join(state, 'hosts')), []);
}));

test('a host whose file was removed has another name from then on', () => inState(async (state) => {
  const before = thisHost(state);
  rmSync(join(state, 'hosts'), { recursive: true });
  const now = thisHost(state);
  assert.notEqual(now, before);
  assert.deepEqual([before, now].map((host) => hostLives(state, host)), [false, true]);
}));

test('what is no name of a host has none; a file that cannot be read as one is not taken for dead', () => inState(async (state) => {
  thisHost(state);
  for (const name of ['', '..', '1234', 'x'.repeat(16)]) assert.equal(hostLives(state, name), false);
  writeFileSync(join(state, 'hosts', 'fedcba9876543210'), 'not what is expected there');
  assert.equal(hostLives(state, 'fedcba9876543210'), true);
}));
