/** The verbs about sandboxes: what they refuse, as kept under snapshots/, and what they do where there is one. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { espalier, told } from './program.ts';
import { matches } from './snapshot.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const state = directory.path;
const env = { HOME: state, XDG_STATE_HOME: state, PATH: process.env['PATH'] ?? '', CANARY: 'inherited' };

const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const skip = why === null ? {} : { skip: why };

test('sandbox', () => {
  const commands = [
    ['sandbox'], ['sandbox', '--with', 'jail', '--', 'true'], ['doctor', 'jail'], ['sandbox', '--net', 'gateway', '--', 'true'],
    ['sandbox', '--memory', 'much', '--', 'true'], ['sandbox', '--pids', '0', '--', 'true'], ['sandbox', '--', 'true'],
  ];
  // Without PATH no program is found: what is said then is the same on every machine.
  matches('test/cli/snapshots/sandbox.txt', commands.map((args) => told(args, { state })).join(''));
});

test('a command is run with nothing of the environment', skip, () => {
  const run = espalier(['sandbox', '--json', '--', 'sh', '-c', 'echo "$CANARY"; pwd; exit 3'], { state, env });
  assert.deepEqual(JSON.parse(run.stdout), { outcome: { kind: 'exit', code: 3 }, stdout: '\n/home/agent\n', stderr: '' });
  assert.equal(run.status, 1);
});

test('what a command prints steers no terminal', skip, () => {
  const run = espalier(['sandbox', '--', 'printf', 'a\\033]0;title\\007b'], { state, env });
  assert.equal(run.status, 0, run.stderr);
  assert.ok(!run.stdout.includes('\u001b'), JSON.stringify(run.stdout));
});

test('doctor says what is held, and of the control what fails', skip, () => {
  const run = espalier(['doctor', 'bubblewrap', '--json'], { state, env });
  const { sandboxes: [bubblewrap], control } = JSON.parse(run.stdout);
  assert.deepEqual(Object.keys(bubblewrap), ['name', 'version', 'usable', 'why', 'holds', 'checks']);
  assert.deepEqual(bubblewrap.checks.filter(({ ok }: { ok: boolean }) => !ok), []);
  assert.ok(control.leaks.includes('read.home'));
  assert.equal(run.status, 0, run.stderr);
});
