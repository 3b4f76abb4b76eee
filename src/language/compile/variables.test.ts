import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { maxVariables, variablesIn } from './variables.ts';

test('variables are found with their places, and what is not closed on its line as well', () => {
  const { variables, unclosed, tooMany } = variablesIn('a {{ goal }} b {{task.id}} {{ open\n}} {{ {{ run }} {{');
  deepEqual(variables.map(({ name }) => name), ['goal', 'task.id', 'run']);
  deepEqual(variables[0]?.span, { start: 2, end: 12 });
  deepEqual(unclosed.map(({ start }) => start), [27, 38, 51]);
  equal(tooMany, false);
});

test('braces without end cost no more than their length', () => {
  const { unclosed, tooMany } = variablesIn('{'.repeat(1_000_000));
  equal(unclosed.length, maxVariables);
  equal(tooMany, true);
});
