import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SaidLines } from './said-lines.ts';

function heard(act: (said: SaidLines) => void): readonly string[] {
  const lines: string[] = [];
  act(new SaidLines((line) => lines.push(line)));
  return lines;
}

test('a line is one line, and not a long one', () => {
  const [line = ''] = heard(({ say }) => say(`a\nb\u001b[31m${'c'.repeat(10_000)}`));
  assert.match(line, /^a b \[31mc+…$/);
  assert.ok(line.length <= 401);
});

test('a flood leaves few lines, the last of which says how much there was', () => {
  const lines = heard((said) => {
    for (let at = 0; at < 1_000_000; at += 1) said.say(`refused ${at}`);
    said.end();
  });
  assert.ok(lines.length < 70, String(lines.length));
  assert.equal(lines[49], 'refused 49');
  assert.equal(lines.at(-1), '999950 more lines, of which not all were shown');
});

test('a few are all that is said', () => {
  assert.deepEqual(heard((said) => { said.say('once'); said.end(); }), ['once']);
});
