import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { SandboxError } from '../../ports/sandbox.ts';
import { sweepWayOuts, takeWayOutPlace } from './way-out-place.ts';

const state = mkdtempSync(join(tmpdir(), 'espalier-place-'));
after(() => rmSync(state, { recursive: true, force: true }));

test('a place is its order\'s own, closed to other users, and gone when it is left', () => {
  const one = takeWayOutPlace(state, 'one');
  const two = takeWayOutPlace(state, 'two');
  assert.notEqual(dirname(one.socket), dirname(two.socket));
  assert.equal(statSync(dirname(one.socket)).mode & 0o777, 0o700);
  assert.throws(() => takeWayOutPlace(state, 'one'), SandboxError);
  assert.deepEqual(sweepWayOuts(state), [], 'their host lives');
  one.leave();
  assert.equal(readdirSync(join(state, 'way-outs')).length, 1);
  two.leave();
  assert.equal(readdirSync(join(state, 'way-outs')).length, 0);
});

test('what a killed host leaves is swept', async () => {
  const script = `
    const { takeWayOutPlace } = await import(${JSON.stringify(join(import.meta.dirname, 'way-out-place.ts'))});
    const { createServer } = await import('node:net');
    createServer().listen(takeWayOutPlace(${JSON.stringify(state)}, 'left').socket, () => console.log('up'));`;
  const host = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(host.stdout, 'data');
  assert.deepEqual(sweepWayOuts(state), []);
  host.kill('SIGKILL');
  await once(host, 'exit');
  assert.match(sweepWayOuts(state).join(), /^way out [0-9a-f]{16}-\w+ of a host that no longer lives: removed$/);
  assert.deepEqual(readdirSync(join(state, 'way-outs')), []);
});

test('a path that no socket can have is refused, with what to do', () => {
  assert.throws(() => takeWayOutPlace(join(state, 'a'.repeat(100)), 'one'), /shorter path/);
});
