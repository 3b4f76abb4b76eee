/** What each verb prints, on a real terminal's terms: output, complaints and exit status, as kept under snapshots/. */

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { agent, ask, plan, run, workflow } from '../../src/language/build-ir.ts';
import { root, told } from './program.ts';
import { matches } from './snapshot.ts';

const directories: TemporaryDirectory[] = [];
after(() => directories.forEach((directory) => directory.remove()));

function temporary(): string {
  const directory = new TemporaryDirectory();
  directories.push(directory);
  return directory.path;
}

function transcript(name: string, commands: readonly (readonly string[])[], state = temporary()): void {
  test(name, () => {
    matches(`test/cli/snapshots/${name}.txt`, commands.map((args) => told(args, { state })).join(''));
  });
}

transcript('empty', [
  ['list'], ['list', '--json'], ['show', 'feature'], ['replay', 'feature'], ['verify', '--all'], ['verify', '--all', '--json'],
]);

transcript('rehearsal', [
  ['start', '--seed', '1'],
  ['list'],
  ['list', '--json'],
  ['show', 'feature-2026'],
  ['show', 'feature', '--events', '--from', '320'],
  ['show', 'feature', '--events', '--from', '338', '--json'],
  ['show', 'feature', '--events', '--from', '9999'],
  ['show', 'feature', '--from', '3'],
  ['replay', 'feature', '--to', '120'],
  ['replay', 'feature', '--to', '0'],
  ['replay', 'feature', '--to', '9999'],
  ['verify', 'feature'],
  ['verify', '--all', '--json'],
  ['rehearse', 'recipes/develop/develop.esp', '--keep', '--seed', '2'],
  ['rehearse', 'recipes/develop/develop.esp', '--keep', '--seed', '3', '--json'],
  ['list'],
  ['show', 'develop'],
  ['show', 'featrue-20260101-c00m2'],
  ['show', 'nothing-like-it'],
]);

transcript('reasons', [
  ['start', '--seed', '1'], ['why', 'feature'], ['why', 'feature', 'export'], ['why', 'feature', 'nobody'], ['why', 'feature', '--json'],
  ['logs', 'feature', 'export', '--last'], ['logs', 'feature', 'export', '--head', '1', '--tail', '1'], ['logs', 'feature', 'nothing'], ['diff', 'feature'], ['diff', 'feature', 'export', '--stack'], ['gc', 'feature'], ['gc'],
]);

transcript('usage', [
  ['lst'], ['frobnicate'], ['--jsno'], ['list', '--frobnicate'], ['list', 'surplus'], ['show'], ['verify'],
  ['verify', 'x', '--all'], ['replay', 'x', '--to'], ['replay', 'x', '--to', 'y'], ['replay', 'x', '--to', '99999999999999999999'], ['replay', 'x', '--to=1', '--to=2'],
  ['list', '--json=yes'], ['--json', '--version'], ['show', '--', '--events'], ['rehearse', 'no-such-file'], ['scenario', 'no-such-file'],
  ['show', 'a\u001b]0;title\u0007b'], ['show', ''], ['verify', ''],
]);

const halting = temporary();
writeFileSync(join(halting, 'halting.ir.json'), JSON.stringify(plan({
  workflows: [workflow('halting', run('try', { command: 'true' }, 'ok -> give-up  fail -> halt'), ask('give-up', { question: 'Shall it stop?' }, 'stop -> halt  go-on -> end'))],
})));
transcript('halted', [
  ['rehearse', join(halting, 'halting.ir.json'), '--keep', '--seed', '1'], ['list'], ['show', 'halting'], ['verify', 'halting'], ['inbox'], ['why', 'halting'], ['watch', 'halting'], ['diff', 'halting'], ['logs', 'halting'],
], halting);

const asking = temporary();
writeFileSync(join(asking, 'asking.ir.json'), JSON.stringify(plan({
  people: [{ name: 'Ada', may: ['answer'] }],
  workflows: [workflow('asking', ask('approve', { question: 'Go on?' }, 'yes -> end  no -> halt'))],
})));
transcript('waiting', [
  ['rehearse', join(asking, 'asking.ir.json'), '--keep', '--seed', '1'], ['list'], ['verify', 'asking'],
], asking);

const answering = temporary();
writeFileSync(join(answering, 'asking.ir.json'), JSON.stringify(plan({
  people: [{ name: 'Ada', may: ['answer'] }, { name: 'Grace', may: ['publish'] }],
  workflows: [workflow('asking', ask('approve', { question: 'Go on?' }, 'approved -> again  no -> halt'), ask('again', { question: 'And now?' }, 'approve -> end  rejected -> halt'))],
})));
const shown = (question: string): string => createHash('sha256').update(question).digest('hex').slice(0, 16);
transcript('people', [
  ['inbox'], ['inbox', 'x'], ['answer', 'x', 'q1', 'yes'],
  ['rehearse', join(answering, 'asking.ir.json'), '--keep', '--seed', '1'],
  ['inbox'], ['inbox', '--json'],
  ['approve', 'asking'], ['approve', 'asking', '--shows', 'abc'], ['reject', 'asking'], ['answer', 'asking', 'q1', 'maybe'], ['answer', 'asking', 'q2', 'no'],
  ['approve', 'asking', '--as', 'Grace', '--shows', shown('Go on?')], ['approve', 'asking', '--as', 'Ada', '--shows', 'deadbeef'],
  ['approve', 'asking', 'with', 'care', '--as', 'Ada', '--shows', shown('Go on?').slice(0, 7)], ['approve', 'asking', '--as', 'Ada', '--shows', shown('And now?')], ['inbox'],
], answering);

const speaking = temporary();
writeFileSync(join(speaking, 'asking.ir.json'), JSON.stringify(plan({
  people: [{ name: 'Ada', may: ['answer'] }], budget: { usdMicros: 5_000_000, tokens: null, timeMs: null },
  workflows: [workflow('asking', ask('approve', { question: 'Go on?' }, 'yes -> end  no -> halt'))],
})));
writeFileSync(join(speaking, 'bytes'), Uint8Array.of(0xff));
const byAda = ['--as', 'Ada'];
transcript('commands', [
  ['rehearse', join(speaking, 'asking.ir.json'), '--keep', '--seed', '1'],
  ['pause', 'asking', '--as', 'Grace'], ['pause', 'asking', ...byAda], ['resume', 'asking', ...byAda], ['resume', 'asking', ...byAda], ['grant', 'asking', ...byAda, '--say', 'One more'],
  ['retry', 'asking', ...byAda], ['retry', 'asking', 'export', ...byAda], ['edit', 'asking', 'export', '--spec', 'x', ...byAda], ['drop', 'asking', 'export', ...byAda], ['drop', 'asking'],
  ['edit', 'asking', 'x', '--spec', 'a', '--file', 'b'], ['raise', 'asking'], ['raise', 'asking', '--usd', 'much'], ['raise', 'asking', '--usd', '2.50', ...byAda],
  ['revert', 'asking', 'export', ...byAda], ['close', 'asking', '@/publish.1', ...byAda], ['cancel', 'asking', ...byAda], ['cancel', 'asking', ...byAda], ['retry', 'asking', ...byAda],
], speaking);

const broken = temporary();
writeFileSync(join(broken, 'broken.ir.json'), '{ "espalier": 1, "surprise": true }');
writeFileSync(join(broken, 'no.json'), 'x');
writeFileSync(join(broken, 'broken.esp'), 'espalier 1\nworkflow broken { step pause { wait 1m  ok -> ende } }\n');
transcript('broken-plan', [
  ['rehearse', join(broken, 'broken.ir.json'), '--keep'], ['rehearse', join(broken, 'no.json'), '--keep'], ['rehearse', join(broken, 'broken.ir.json')],
  ['rehearse', join(broken, 'broken.esp')], ['rehearse', join(broken, 'broken.esp'), '--json'], ['rehearse', join(broken, 'no.esp'), '--paths'],
  ['rehearse', broken],
], broken);

const rehearsing = temporary();
writeFileSync(join(rehearsing, 'wrong.rehearsal'), [
  `workflow ${join(root, 'recipes/develop/develop.esp')}`, 'rehearsal "what is not so"',
  'test red', 'expect course implement test land publish', 'expect halted at fix', 'visits fix 2', 'never fix', 'never halt',
  'rehearsal "what cannot be caused, and what never comes"', 'implement limit', 'give-up stop', 'expect complete', '',
].join('\n'));
writeFileSync(join(rehearsing, 'broken.rehearsal'), [
  'test red', 'rehearsal "one"', 'workflow nowhere.esp', 'verfy green', 'rehearsal two', 'test "red', 'expect nothing', 'plan ok tasks {', '  cod a', '',
].join('\n'));
writeFileSync(join(rehearsing, 'unknown.rehearsal'), [
  `workflow ${join(root, 'recipes/develop/develop.esp')}`, 'rehearsal "names"', 'given gaol "x"', 'tset red', 'test rde', 'task a: write ok', 'expect waits at publsh', '',
].join('\n'));
writeFileSync(join(rehearsing, 'small.ir.json'), JSON.stringify(plan({
  agents: [{ name: 'coder', use: 'codex', allowance: { usdMicros: 250_000, tokens: 0 } }, { name: 'senior', use: 'claude' }],
  workflows: [workflow('small',
    agent('write', { agents: ['coder', 'senior'], by: 'attempt', max: 2, outcomes: ['lost'] }, 'ok -> ask fail -> write lost -> turn'),
    run('turn', { command: 'turn' }, 'ok -> turn fail -> turn'),
    ask('ask', { question: 'Good?' }, 'yes -> end no -> write'))],
})));
mkdirSync(join(rehearsing, 'prompts'));
writeFileSync(join(rehearsing, 'prompts/write.md'), 'A prompt.\n');
writeFileSync(join(rehearsing, 'unheld.esp'), [
  'espalier 1', 'agent coder { use codex }', 'sandbox box { use bubblewrap  memory 4G }', 'workflow unheld {',
  '  step look { run "true"  in box  ok -> end  fail -> halt }', '}', '',
].join('\n'));
writeFileSync(join(rehearsing, 'unheld.rehearsal'), 'workflow unheld.esp\nrehearsal "well"\nexpect complete\n');
transcript('rehearse', [
  ['rehearse', join(rehearsing, 'unheld.esp')], ['test', join(rehearsing, 'unheld.rehearsal')],
  ['rehearse', join(rehearsing, 'small.ir.json'), '--paths'],
  ['rehearse', join(rehearsing, 'small.ir.json'), '--paths', '--json'],
  ['rehearse', join(rehearsing, 'small.ir.json')],
  ['rehearse', 'recipes/feature/feature.esp'],
  ['rehearse', 'recipes/develop/develop.esp', '--seed', '9'],
  ['rehearse', 'recipes/develop/develop.esp', '--seed', '5', '--json'],
  ['rehearse', 'recipes/develop/develop.esp', '--script', join(rehearsing, 'wrong.rehearsal')],
  ['rehearse', 'recipes/develop/develop.esp', '--script', 'x', '--keep'],
  ['test', 'recipes/develop/develop.rehearsal', 'recipes/feature/feature.rehearsal'],
  ['test', join(rehearsing, 'wrong.rehearsal')],
  ['test', join(rehearsing, 'wrong.rehearsal'), '--json'],
  ['test', join(rehearsing, 'broken.rehearsal'), join(rehearsing, 'unknown.rehearsal'), 'no-such-file'],
  ['test', join(rehearsing, 'unknown.rehearsal'), '--json'],
], rehearsing);
