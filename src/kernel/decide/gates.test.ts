import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { GateFact, GatesFact } from '../facts.ts';
import { evolve } from '../evolve.ts';
import { initialState } from '../state.ts';
import { gate, plan, workflow } from '../../language/build-ir.ts';
import { type Draft, openDraft } from './draft.ts';
import { evidenceOf, failureOf, outcomeOf, unreadable } from './gates.ts';

const ir = plan({
  workflows: [workflow('main', gate('verify', ['style', 'unit'], 'green -> end red -> halt'))],
  gates: [{ name: 'style', command: 'lint', role: 'static' }, { name: 'unit', command: 'test', role: 'tests' }],
});

function draft(): Draft {
  const started = { type: 'RunStarted', at: 0, run: 'r', kernel: '1', ir, base: 'c0', inputs: [], files: [], deadlineAt: null } as const;
  return openDraft(evolve(initialState(), started), { type: 'tick', id: 'tick', at: 0 }, null);
}

const style: GateFact = { gate: 'style', exit: 0 };
const unit: GateFact = { gate: 'unit', exit: 0, control: 'red' };
const names = ['style', 'unit'];

function fact(...gates: readonly GateFact[]): GatesFact {
  return { type: 'gates', base: 'c0', patch: 'p1', candidate: 't1', sandbox: 'box', gates };
}

const unreadables: readonly (readonly [string, GatesFact, RegExp])[] = [
  ['no gate', fact(), /no gate was run/],
  ['another gate', fact(unit, style), /in place of style/],
  ['one gate too many', fact(style, unit, unit), /in place of none/],
  ['no exit code', fact(style, { ...unit, exit: null }), /no exit code/],
  ['a gate left out after a green one', fact(style), /unit was not run/],
];

for (const [name, given, why] of unreadables) {
  test(`given ${name}, the report is neither green nor red (E1)`, () => match(unreadable(given, { names, expects: [] }) ?? '', why));
}

test('given a red gate, the rest need not have run', () => {
  equal(unreadable(fact({ ...style, exit: 1 }), { names, expects: [] }), null);
});

interface Case {
  readonly given: string;
  readonly gates: readonly GateFact[];
  readonly expects?: readonly string[];
  readonly outcome: 'green' | 'red';
  readonly says?: RegExp;
}

const cases: readonly Case[] = [
  { given: 'exit code 0 of every gate, and a control that went red', gates: [style, unit], outcome: 'green' },
  { given: 'a gate that exits 1', gates: [style, { ...unit, exit: 1 }], outcome: 'red', says: /unit exited 1/ },
  { given: 'a first gate that is red', gates: [{ ...style, exit: 2 }], outcome: 'red', says: /style exited 2/ },
  { given: 'a control that stayed green (E8)', gates: [style, { ...unit, control: 'green' }], outcome: 'red', says: /asserts nothing/ },
  { given: 'no control at all (E8)', gates: [style, { gate: 'unit', exit: 0 }], outcome: 'red', says: /asserts nothing/ },
  {
    given: 'expected tests among those that passed', gates: [style, { ...unit, tests: { passed: ['a', 'b'], failed: [] } }],
    expects: ['a'], outcome: 'green',
  },
  {
    given: 'an expected test that did not pass (E8)', gates: [style, { ...unit, tests: { passed: ['b'], failed: [] } }],
    expects: ['a'], outcome: 'red', says: /these did not \(E8\): `a`$/,
  },
  { given: 'gates that report no tests', gates: [style, unit], expects: ['a'], outcome: 'green' },
];

for (const { given, gates, expects = [], outcome, says } of cases) {
  test(`given ${given}, then ${outcome}`, () => {
    const judging = { names, expects };
    equal(unreadable(fact(...gates), judging), null);
    equal(outcomeOf(draft(), fact(...gates), judging), outcome);
    if (says !== undefined) match(failureOf(draft(), fact(...gates), judging).text, says);
  });
}

test('a failure that the hand distilled is taken as it is', () => {
  const failure = { signature: 's', text: 'assert 3' };
  deepEqual(failureOf(draft(), { ...fact(style, { ...unit, exit: 1 }), failure }, { names, expects: [] }), failure);
});

test('evidence names what it judged, gate by gate', () => {
  const evidence = evidenceOf(draft(), fact(style, { ...unit, exit: 1, log: 'l1' }), { names, expects: [] });
  deepEqual(evidence.map(({ gate: name, outcome, exit, log }) => [name, outcome, exit, log]), [
    ['style', 'green', 0, null], ['unit', 'red', 1, 'l1'],
  ]);
  deepEqual(new Set(evidence.map(({ base, patch, candidate }) => `${base} ${patch} ${candidate}`)), new Set(['c0 p1 t1']));
});
