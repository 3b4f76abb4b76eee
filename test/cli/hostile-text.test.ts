/** Whatever others wrote into a journal: no verb lets it steer a terminal. */

import { deepEqual, equal } from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Terminal } from '../../src/cli/terminal.ts';
import { compileFile, nobody } from '../../src/compose/compile-file.ts';
import { refusal, refusalText } from '../../src/sandbox/collect/refusal.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { espalier, root } from './program.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const state = directory.path;

/** Sets the window's title, clears the screen, turns the text around, ends the line. */
const hostile = 'Approve?\u001b]0;owned\u0007\u001b[2J\u202egnp.exe\u0085\r\n$ rm -rf /\u009b31m';
const marks = [...'\u001b\u0007\u202e\u0085\r\u009b'];

/** The plan with hostile words in each place where a person's text may stand. */
async function hostilePlan(): Promise<string> {
  const file = join(directory.path, 'hostile.ir.json');
  const { ir: recipe } = await compileFile(join(root, 'recipes/feature/feature.esp'), nobody);
  const ir: unknown = JSON.parse(JSON.stringify(recipe), (key, value: unknown) =>
    (key === 'question' || key === 'command' || key === 'branch' || key === 'model' ? hostile : value));
  writeFileSync(file, JSON.stringify(ir));
  cpSync(join(root, 'recipes/feature/prompts'), join(directory.path, 'prompts'), { recursive: true });
  return file;
}

test('a hostile plan is rehearsed', async () => equal(espalier(['rehearse', await hostilePlan(), '--keep', '--seed', '1'], { state }).status, 0));

for (const verb of [['list'], ['show', 'f'], ['show', 'f', '--events'], ['replay', 'f'], ['verify', 'f']]) {
  for (const flags of [[], ['--json']]) {
    test(`${[...verb, ...flags].join(' ')} prints nothing that steers`, () => {
      const { stdout, stderr, status } = espalier([...verb, ...flags], { state });
      deepEqual(marks.filter((mark) => (stdout + stderr).includes(mark)), []);
      equal(status, 0, stderr);
    });
  }
}

test('what was written is still there to be read', () => {
  equal(espalier(['show', 'f'], { state }).stdout.includes('Approve?\\x1b]0;owned\\x07\\x1b[2J\\u{202e}gnp.exe\\x85\\x0d⏎$ rm -rf /\\x9b31m'), true);
  equal(JSON.parse(espalier(['show', 'f', '--json'], { state }).stdout).questions[0].asks, hostile);
});

test('an argument is printed as harmlessly', () => {
  const { stderr } = espalier([hostile], { state });
  deepEqual(marks.filter((mark) => stderr.includes(mark)), []);
});

test('names and contents that an order left are printed as harmlessly', () => {
  let printed = '';
  const sink = { isTerminal: true, write: (text: string | Uint8Array) => { printed += String(text); } };
  const terminal = new Terminal({ env: { NO_COLOR: '1' }, home: () => null, user: () => null, isInteractive: () => false, typed: () => Promise.resolve(null), now: () => 0, stdout: sink, stderr: sink, watchInterrupts: () => () => false });
  const bytes = Buffer.concat([Buffer.from(hostile), Buffer.from([0xff, 0x9b])]);
  terminal.say(refusalText(refusal('fifo', hostile)), refusalText(refusal('bad-name', bytes)));
  terminal.print(bytes.toString('utf8'), bytes.toString('latin1'));
  deepEqual(marks.filter((mark) => printed.includes(mark)), []);
  const [asText, asBytes] = printed.split('\n');
  equal(asText, 'Approve?\\u{1b}]0;owned\\u{7}\\u{1b}[2J\\u{202e}gnp.exe\\u{85}\\u{d}\\u{a}$ rm -rf /\\u{9b}31m: is a fifo, not a file');
  equal(asBytes?.endsWith('\\xff\\x9b: is no path of a repository'), true, asBytes);
});
