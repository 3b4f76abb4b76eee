/**
 * What a hand that lies, or that is confused, reports in place of what it should: wrong bases,
 * patches, candidates, gates, commits, words, paths, tests. The brain takes none of it on trust.
 */

import type { Change, GatesFact, PatchFact, ReportResult } from '../../src/kernel/facts.ts';
import type { Choices } from './choices.ts';

type Ended = Extract<ReportResult, { readonly type: 'ended' }>;

export function lieAbout(choices: Choices, result: ReportResult, now: number): ReportResult {
  if (choices.chance(12)) return ofAnotherKind(choices, now);
  switch (result.type) {
    case 'gates': return lieAboutGates(choices, result);
    case 'ended': return lieAboutWork(choices, result);
    case 'measured': return choices.pick<ReportResult>([
      { ...result, values: result.values.map(() => Number.NaN) }, { ...result, base: 'elsewhere' }, { ...result, patch: 'another' },
      { ...result, exit: 1 }, { ...result, values: [] }, { ...result, baseValues: [] }, { ...result, baseValues: result.values }, { ...result, sandbox: 'elsewhere' },
    ]);
    case 'published': return choices.pick<ReportResult>([{ ...result, commit: 'another' }, { ...result, ok: !result.ok }]);
    default: return { type: 'fault', text: 'confused' };
  }
}

/** A report that its order cannot have. */
function ofAnotherKind(choices: Choices, now: number): ReportResult {
  return choices.pick<ReportResult>([
    { type: 'ended', word: 'ok' },
    { type: 'ended', word: 'pending' },
    { type: 'gates', base: 'c0', patch: null, candidate: 'c0', sandbox: 's', gates: [] },
    { type: 'measured', base: 'c0', patch: null, exit: 0, values: [1], baseValues: [] },
    { type: 'published', commit: 'c0', ok: true },
    { type: 'stopped' },
    { type: 'rate-limit', until: now - 1_000 },
    { type: 'given-back', text: 'no more of this' },
  ]);
}

function lieAboutGates(choices: Choices, fact: GatesFact): GatesFact {
  const [first, ...rest] = fact.gates;
  if (first === undefined) return fact;
  const { control: _control, ...uncontrolled } = first;
  return choices.pick<GatesFact>([
    { ...fact, base: 'elsewhere' },
    { ...fact, patch: 'another' },
    { ...fact, candidate: 'another' },
    { ...fact, gates: [] },
    { ...fact, sandbox: 'elsewhere' },
    { ...fact, gates: rest.length > 0 ? rest : [{ ...first, gate: 'no-such-gate' }] },
    { ...fact, gates: fact.gates.toReversed() },
    { ...fact, gates: [first] },
    { ...fact, gates: [{ ...first, exit: null }, ...rest] },
    { ...fact, gates: fact.gates.map((gate) => ({ ...gate, control: 'green' as const })) },
    { ...fact, gates: [uncontrolled, ...rest] },
    { ...fact, gates: fact.gates.map((gate) => ({ ...gate, exit: 0, tests: { passed: ['forged'], failed: [] } })) },
    { ...fact, gates: fact.gates.map((gate) => ({ ...gate, exit: 0 })) },
    { ...fact, commits: [] },
    { ...fact, commits: (fact.commits ?? []).map(() => fact.base) },
    { ...fact, commits: (fact.commits ?? []).map(() => '') },
    { ...fact, commits: (fact.commits ?? []).map(() => fact.commits?.[0] ?? '') },
    { ...fact, commits: [...fact.commits ?? [], 'one too many'] },
    { ...fact, commits: (fact.commits ?? ['forged']).toReversed() },
  ]);
}

function lieAboutWork(choices: Choices, fact: Ended): Ended {
  const patch = lieAboutPatch(choices, fact.patch);
  const { patch: _patch, ...without } = fact;
  return choices.pick<Ended>([
    { ...fact, patch },
    { ...fact, word: 'no-such-word', patch },
    { ...fact, word: choices.pick(['ok', 'approve', 'landed', 'end', 'green', 'conflict', 'limit', 'split']) },
    without,
    { ...fact, word: 'fail', patch },
    { ...fact, tasks: [] },
    { ...fact, data: 'data that nobody asked for', waits: true },
    { ...fact, word: 'dispute', text: 'the tests are wrong', patch },
    { ...fact, failure: { signature: 'the same', text: 'the same' } },
  ]);
}

const foreign: readonly Change[] = [
  { path: '.espalier/run.esp', from: null, to: '100644:mine' },
  { path: '../outside', from: null, to: '100644:mine' },
  { path: 'test/a.test.ts', from: '100644:a', to: null },
  { path: 'package.json', from: null, to: '100644:mine' },
  { path: 'else.md', from: null, to: '100644:mine' },
  { path: 'src/nobody-asked.ts', from: null, to: '100644:mine' },
];

function lieAboutPatch(choices: Choices, patch: PatchFact | undefined): PatchFact {
  const known = patch ?? { patch: 'made up', candidate: 'tree of nothing', changes: [] };
  return choices.pick<PatchFact>([
    { ...known, patch: `${known.patch}!`, changes: [...known.changes, choices.pick(foreign)] },
    { ...known, patch: `${known.patch}?`, changes: [] },
    { patch: `${known.patch}#`, candidate: `tree ${known.patch}#`, changes: [choices.pick(foreign)] },
    { ...known, candidate: 'another' },
    { ...known, changes: known.changes.flatMap((change) => [change, { ...change, to: null }]) },
    { ...known, changes: known.changes.map((change) => ({ ...change, from: '100644:never there' })) },
  ]);
}
