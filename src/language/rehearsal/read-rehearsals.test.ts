import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { readRehearsals } from './read-rehearsals.ts';

const read = (...lines: readonly string[]): ReturnType<typeof readRehearsals> => readRehearsals(lines.join('\n'), 'a.rehearsal');

test('a rehearsal is what is given and what is expected', () => {
  const { rehearsals, findings } = read(
    'workflow fix.esp   # for all of them', 'rehearsal "a red gate"', 'given goal "Faster"',
    'verify red "assert 3", green 2 times', 'task a: write ok', 'expect halted at land', 'expect course write verify, land',
    'task a: visits write 2', 'never review change', 'never halt',
  );
  deepEqual(findings, []);
  const [one] = rehearsals;
  equal(one?.workflow?.text, 'fix.esp');
  deepEqual(one?.given.map(({ name, value }) => [name.text, value]), [['goal', 'Faster']]);
  deepEqual(one?.directives.map(({ step, outcomes }) => [step.task?.text ?? null, step.text, outcomes.map(({ word, text }) => text ?? word)]), [
    [null, 'verify', ['assert 3', 'green', 'green']], ['a', 'write', ['ok']],
  ]);
  deepEqual(one?.expectations.map(({ kind }) => kind), ['end', 'course', 'visits', 'never', 'never']);
});

test('tasks are a block: of the rehearsal, or of what a step returns', () => {
  const { rehearsals, findings } = read(
    'rehearsal "tasks"', 'tasks {', '  code a "The first"  unit a  writes src/a.ts, src/b/**  judged-by test/a.ts', '}',
    'plan refused, ok tasks {', '  docs b  writes docs/b.md  needs a  effort high', '}', 'build landed',
  );
  deepEqual(findings, []);
  const [one] = rehearsals;
  deepEqual(one?.tasks?.map(({ id, kind, title, unit, writes, judgedBy }) => ({ id, kind, title, unit, writes, judgedBy })), [
    { id: 'a', kind: 'code', title: 'The first', unit: 'a', writes: ['src/a.ts', 'src/b/**'], judgedBy: ['test/a.ts'] },
  ]);
  deepEqual(one?.directives.map(({ outcomes }) => outcomes.map(({ word, tasks }) => [word, tasks?.map(({ id }) => id)])), [
    [['refused', undefined], ['ok', ['b']]], [['landed', undefined]],
  ]);
});

test('every line that nobody understands is found, and the others are read', () => {
  const { rehearsals, findings } = read(
    'verify red', 'rehearsal one', 'rehearsal "two"', 'verify "red', 'expect nothing', 'visits write many', 'verify red 0 times', 'verify green }', 'land landed', 'tasks {',
  );
  deepEqual(findings.map(({ kind, span }) => [kind, span.start]), [
    ['rehearsal-outside', 0], ['rehearsal-line', 21], ['text-not-closed', 48], ['rehearsal-expect', 60], ['rehearsal-number', 81],
    ['rehearsal-number', 97], ['rehearsal-line', 118], ['rehearsal-block', 132],
  ]);
  deepEqual(rehearsals.map(({ name, directives }) => [name, directives.map(({ step }) => step.text)]), [['two', ['land']]]);
});

test('an empty file and an endless one are said to be so', () => {
  deepEqual(read('# nothing').findings.map(({ kind }) => kind), ['rehearsal-empty']);
  deepEqual(readRehearsals('#'.repeat(1_048_577), 'a').findings.map(({ kind }) => kind), ['file-too-large']);
  equal(read(...Array.from({ length: 1_000 }, () => ',')).findings.length, 200);
});
