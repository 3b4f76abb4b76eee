import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Step, Wire } from './ir.ts';
import { endWords, outcomesOf, wireOf } from './outcomes.ts';

const base = { name: 'it', wires: [] };
const agent = { ...base, kind: 'agent', agents: ['a'], prompt: 'p' } as const;
const orders = 'timeout>halt budget>halt limit>halt fault>halt';

const table: readonly (readonly [string, Step, string])[] = [
  ['run', { ...base, kind: 'run', command: 'x' }, `ok fail ${orders}`],
  ['run with words and writes', { ...base, kind: 'run', command: 'x', outcomes: ['yes', 'no'], writes: ['**'], writesKind: 'code' },
    `yes no refused ${orders}`],
  ['agent', agent, `ok fail ${orders}`],
  ['agent that writes', { ...agent, writes: 'task.writes' },
    `ok fail refused dispute>halt give-up>halt conflict>self ${orders}`],
  ['agent that returns tasks', { ...agent, returns: 'tasks' }, `ok fail refused ${orders}`],
  ['agent that approves', { ...agent, approves: 'accept', otherwise: 'change', outcomes: ['unsure'] },
    `accept change fail unsure ${orders}`],
  ['panel', { ...agent, panel: true }, 'ok split fail limit>halt'],
  ['panel that approves', { ...agent, panel: true, approves: 'approve', otherwise: 'change' },
    'approve change split fail limit>halt'],
  ['gate', { ...base, kind: 'gate', gates: ['g'] }, `green red ${orders}`],
  ['measure', { ...base, kind: 'measure', gate: 'g', better: 'higher' }, `better same worse fail ${orders}`],
  ['measure with a target', { ...base, kind: 'measure', gate: 'g', better: 'lower', target: 3 },
    `reached better same worse fail ${orders}`],
  ['ask', { ...base, kind: 'ask', question: 'q', wires: wires('yes', 'limit', 'no') },
    'yes no timeout>halt limit>halt'],
  ['talk', { ...base, kind: 'talk', agents: ['a'], prompt: 'p', wires: wires('go', 'fail', 'budget') },
    `go fail ${orders}`],
  ['grow', { ...base, kind: 'grow', tasks: 'plan', workflows: [], parallel: 2 },
    'landed stalled base-red>halt refused>halt limit>halt'],
  ['call', { ...base, kind: 'call', workflow: 'w' }, 'good bad halt>halt limit>halt'],
  ['explore', { ...base, kind: 'call', workflow: 'w', explore: { branches: 2, pick: 'first' } },
    'good bad fail>halt limit>halt'],
  ['land', { ...base, kind: 'land', approvedBy: [] },
    'landed conflict red refused>halt base-red>halt dispute>halt limit>halt'],
  ['publish', { ...base, kind: 'publish', remote: 'origin', branch: 'b' }, `published rejected fail ${orders}`],
  ['timer', { ...base, kind: 'wait', afterMs: 5 }, 'ok limit>halt'],
  ['poll', { ...base, kind: 'wait', command: 'x', everyMs: 5, outcomes: ['pending', 'up', 'down'] },
    `up down ${orders}`],
];

function wires(...words: readonly string[]): readonly Wire[] {
  return words.map((on) => ({ on, to: 'halt' }));
}

for (const [name, step, words] of table) {
  test(`outcomes of ${name}`, () => {
    const shown = outcomesOf(step, ['good', 'bad']).map(({ word, default: to }) => to === undefined ? word : `${word}>${to}`);
    equal(shown.join(' '), words);
  });
}

test('a wire wins over the default, and the default is a wire', () => {
  const step: Step = { ...agent, writes: 'task.writes', wires: [{ on: 'dispute', to: 'end', as: 'ok' }] };
  deepEqual(wireOf(step, 'dispute'), { on: 'dispute', to: 'end', as: 'ok' });
  deepEqual(wireOf(step, 'conflict'), { on: 'conflict', to: 'it' });
  deepEqual(wireOf(step, 'limit'), { on: 'limit', to: 'halt' });
  deepEqual(wireOf(step, 'unheard-of'), { on: 'unheard-of', to: 'halt' });
});

test('a workflow ends with the words of its wires to end, `ok` where none is said', () => {
  const step: Step = {
    ...agent, wires: [{ on: 'ok', to: 'end' }, { on: 'fail', to: 'end', as: 'bad' }, { on: 'limit', to: 'halt' }],
  };
  deepEqual(endWords({ name: 'w', inputs: [], start: 'it', steps: [step, step] }), ['ok', 'bad']);
});
