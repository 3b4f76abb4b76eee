import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { GateFact, GatesFact } from '../facts.ts';
import { keptTests, lackingOf, nothingEarlier, testsOf } from './test-ids.ts';

const ran = (gate: string, passed: readonly string[], failed: readonly string[] = []): GateFact => ({ gate, exit: 0, tests: { passed, failed } });
const fact = (...gates: readonly GateFact[]): GatesFact => ({ type: 'gates', base: 'c0', patch: 'p1', candidate: 't1', sandbox: 'box', gates });

test('the tests of a report are those of all its gates; what failed in one has not passed', () => {
  deepEqual(testsOf(fact(ran('unit', ['u', 'both']), ran('e2e', ['e'], ['both']))), { passed: ['u', 'e'], failed: ['both'] });
  deepEqual(testsOf(fact({ gate: 'unit', exit: 0 })), null);
});

test('each expected test may pass in any of the gates (E8)', () => {
  const report = fact(ran('unit', ['u']), ran('e2e', ['e']));
  deepEqual(lackingOf(report, ['u', 'e'], nothingEarlier), []);
  deepEqual(lackingOf(report, ['u', 'x'], nothingEarlier), ['x']);
});

test('what other gates passed counts, and what may still come is not missing yet; what failed is', () => {
  const report = fact(ran('unit', ['u'], ['f']));
  deepEqual(lackingOf(report, ['u', 'e'], { passed: ['e'], named: true, awaits: false }), []);
  deepEqual(lackingOf(report, ['e', 'f'], { passed: [], named: false, awaits: true }), ['f']);
});

test('where no gate names tests, exit codes decide alone', () => {
  deepEqual(lackingOf(fact({ gate: 'unit', exit: 0 }), ['u'], nothingEarlier), []);
  deepEqual(lackingOf(fact({ gate: 'unit', exit: 0 }), ['u'], { passed: [], named: true, awaits: false }), ['u']);
});

test('evidence keeps the tests that must pass, and counts the rest', () => {
  deepEqual(keptTests(ran('unit', ['a', 'b', 'c'], ['d']), new Set(['b'])), { tests: { passed: ['b'], failed: [] }, ran: { passed: 3, failed: 1 } });
});
