// A session goes with its line as bytes that only a box opens, and no other agent goes on with it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import type { AgentCall } from '../ports/agent.ts';
import { aroundCommand, opened, sealed } from './agent-session.ts';

const folder = mkdtempSync(join(tmpdir(), 'espalier-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('what is sealed is opened again, for its own agent alone', () => {
  const session = { agent: 'claude', id: 'abc', archive: Uint8Array.from([0, 10, 255]) };
  const bytes = sealed(session);
  assert.deepEqual(opened(bytes, 'claude'), { ...session, archive: Buffer.from(session.archive) });
  assert.equal(opened(bytes, 'codex'), null);
  for (const none of ['', 'x', '{}\n', '{"agent":"claude"}\n', `${'x'.repeat(5000)}\n`]) assert.equal(opened(Buffer.from(none), 'claude'), null);
});

/** The box's own places, in a directory of ours: the script is run as it is but for them. */
function ran(call: Pick<AgentCall, 'command' | 'keeps' | 'home'>, before: Uint8Array | null): { readonly code: number | null; readonly archive: () => Uint8Array; readonly stdout: string } {
  const place = mkdtempSync(join(folder, 'run-'));
  const [order, home, archive] = [join(place, 'order'), join(place, 'home'), join(place, 'out.tar.gz')];
  mkdirSync(order);
  mkdirSync(home);
  const { command, files } = aroundCommand({ env: {}, files: new Map(), inputs: [], returns: [], listen: () => ({ push: () => [], end: () => ({ kind: 'budget', text: '' }) }), ...call });
  const here = (text: string): string => text.replaceAll('/run/order', order).replaceAll('/home/agent', home).replaceAll('/tmp/espalier-session.tar.gz', archive);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(order, name)), { recursive: true });
    writeFileSync(join(order, name), here(text));
  }
  if (before !== null) writeFileSync(join(order, 'session.tar.gz'), before);
  const [program = '', ...args] = command.map(here);
  const { status, stdout } = spawnSync(program, args, { env: { PATH: process.env['PATH'] ?? '', HOME: home }, encoding: 'utf8' });
  return { code: status, stdout, archive: () => readFileSync(archive) };
}

test('a home is prepared, what is kept of it is packed, and found again by the next', () => {
  const first = ran({ command: ['sh', '-c', 'cat "$HOME/.x/settings"; mkdir -p "$HOME/.x/s"; echo one > "$HOME/.x/s/log"; exit 3'], keeps: ['.x/s', '.none'], home: new Map([['.x/settings', 'told']]) }, null);
  assert.deepEqual([first.code, first.stdout], [3, 'told'], 'its exit code is its own');
  assert.match(execFileSync('tar', ['-tzf', '-'], { input: first.archive(), encoding: 'utf8' }), /^\.x\/s\/\n\.x\/s\/log\n$/);
  const next = ran({ command: ['sh', '-c', 'cat "$HOME/.x/s/log"'], keeps: ['.x/s'], home: new Map() }, first.archive());
  assert.deepEqual([next.code, next.stdout], [0, 'one\n']);
});

test('an agent that keeps nothing is begun as it is', () => {
  assert.deepEqual(ran({ command: ['sh', '-c', 'exit 4'], keeps: [], home: new Map() }, null).code, 4);
});
