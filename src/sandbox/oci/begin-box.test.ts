// What a box begins with: an environment that survives whatever is in it, read by a real shell.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { beginText, environmentText, writeBeginning } from './begin-box.ts';
import { Pipes } from './box-line.ts';

test('a variable holds what it was given: lines, quotes, what a shell would do', () => {
  const values = { A: 'two\nlines\n', B: "it's \"$HOME\" `id` $(id) \\ ;", C: '' };
  const script = `${environmentText(values)}\nprintf '%s|%s|%s' "$A" "$B" "$C"`;
  assert.equal(spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: {} }).stdout, Object.values(values).join('|'));
  assert.throws(() => environmentText({ 'a b; id': '' }), /oci gives no variable "a b; id"/);
});

test('the shell tells that it has begun, and waits with the command\'s exit code until it is let go', () => {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-begin-'));
  const pipes = new Pipes(directory, 'mkfifo');
  try {
    writeBeginning(directory, { WORD: 'given' }, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
    assert.equal(pipes.hasBegun, false);
    // Let go beforehand: this test does not run beside it.
    pipes.release();
    const text = beginText('pipes').replaceAll('/run/espalier', directory);
    const env = { PATH: '/usr/bin:/bin', HOSTNAME: 'of the engine' };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', text, 'sh', '/bin/sh', '-c', 'echo "$WORD$HOSTNAME"; echo loud >&2; exit 7'], { encoding: 'utf8', env });
    assert.deepEqual([status, stdout, stderr], [7, 'given\n', 'loud\n']);
    assert.deepEqual([pipes.hasBegun, pipes.hasEnded], [true, true]);
  } finally {
    pipes.close();
    rmSync(directory, { recursive: true });
  }
});
