/** What programs can rely on: the keys of each verb's JSON, and that a position has one state. */

import { deepEqual, equal, match } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { espalier, root } from './program.ts';

const [one, other] = [new TemporaryDirectory(), new TemporaryDirectory()];
after(() => [one, other].forEach((directory) => directory.remove()));
before(() => [one, other].forEach(({ path }) => equal(espalier(['start', '--seed', '7'], { state: path }).status, 0)));

function json(directory: TemporaryDirectory, ...args: readonly string[]): Record<string, unknown> {
  const { stdout, status, stderr } = espalier([...args, '--json'], { state: directory.path });
  equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test('replay writes the position, its hash, the event and the whole state', () => {
  const replayed = json(one, 'replay', 'f', '--to', '100');
  deepEqual(Object.keys(replayed), ['run', 'position', 'of', 'hash', 'event', 'state']);
  equal(replayed['position'], 100);
  match(String(replayed['hash']), /^[0-9a-f]{64}$/);
  const { run, tasks } = Object(replayed['state']);
  deepEqual([run.id, Object.keys(tasks).includes('export')], [replayed['run'], true]);
});

test('the same seed makes the same state at every position', () => {
  for (const to of ['1', '57', '200', '330']) deepEqual(json(one, 'replay', 'f', '--to', to), json(other, 'replay', 'f', '--to', to));
});

test('show and list agree about a run, and replay about its state', () => {
  const shown = json(one, 'show', 'f');
  const [listed] = Object(json(one, 'list'))['runs'];
  for (const key of ['run', 'workflow', 'doing', 'needsYou', 'tip', 'units', 'spent', 'position']) deepEqual(listed[key], shown[key]);
  equal(json(one, 'replay', 'f')['hash'], shown['hash']);
});

test('help names every verb, what it takes and its exit statuses', () => {
  const help = json(one, '--help');
  deepEqual(Object.keys(help), ['usage', 'options', 'verbs', 'exits']);
  const { verbs } = Object(help);
  deepEqual(verbs.map(({ verb }: { verb: string }) => verb), ['list', 'show', 'replay', 'verify', 'rehearse', 'test', 'check', 'compile', 'schema', 'graph', 'explain', 'fmt', 'completion', 'run', 'work', 'watch', 'why', 'logs', 'diff', 'gc', 'inbox', 'answer', 'approve', 'reject', 'say', 'pause', 'resume', 'cancel', 'retry', 'edit', 'drop', 'grant', 'raise', 'revert', 'close', 'sandbox', 'bake', 'doctor', 'agents', 'scenario']);
  deepEqual(json(one, 'replay', '--help'), verbs[2]);
  deepEqual([verbs[2].exits, verbs[2].options[0].name], [[0, 1, 2, 6], '--to']);
});

test('a scenario is run from anywhere, and its JSON has every block', () => {
  const [file = ''] = readdirSync(join(root, 'test/scenarios')).filter((name) => name.endsWith('.scenario'));
  const written = json(one, 'scenario', join('test/scenarios', file));
  deepEqual(Object.keys(written), ['file', 'heading', 'equal', 'broken', 'blocks']);
  equal(written['equal'], true);
});

test('events are written as they are in the journal, with their positions', () => {
  const { events } = Object(json(one, 'show', 'f', '--events'));
  deepEqual(events.map(({ position }: { position: number }) => position), events.map((_: unknown, index: number) => index + 1));
  equal(events[0].type, 'RunStarted');
  equal(events[0].ir.root, 'feature');
});
