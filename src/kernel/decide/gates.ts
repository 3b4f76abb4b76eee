/** What gates' facts mean: green, red, or neither (E1, E3, E8). */

import type { Distilled, GateFact, GatesFact } from '../facts.ts';
import { must } from '../assert.ts';
import { maxListed } from '../caps.ts';
import { needsControl } from '../plan.ts';
import type { Evidence, Line } from '../rows.ts';
import type { Draft } from './draft.ts';

export interface Judging {
  /** The gates that were ordered, in order. */
  readonly names: readonly string[];
  /** Ids of tests that must be among those that passed (E8). */
  readonly expects: readonly string[];
}

/** Why a report cannot be judged at all; it is then neither green nor red, and done again (E1). */
export function unreadable(fact: GatesFact, judging: Judging): string | null {
  if (fact.gates.length === 0) return 'no gate was run';
  for (const [index, gate] of fact.gates.entries()) {
    if (gate.gate !== judging.names[index]) return `gate ${gate.gate} was run in place of ${judging.names[index] ?? 'none'}`;
    if (gate.exit === null) return `gate ${gate.gate} yielded no exit code`;
  }
  const last = fact.gates.at(-1);
  const stopped = fact.gates.length < judging.names.length && last?.exit === 0;
  return stopped ? `gate ${judging.names[fact.gates.length] ?? ''} was not run` : null;
}

/** Green is an exit code of zero by every gate, each of which can be red, and the expected tests. */
export function outcomeOf(draft: Draft, fact: GatesFact, judging: Judging): 'green' | 'red' {
  const all = fact.gates.length === judging.names.length;
  return all && fact.gates.every((gate) => isGreen(draft, gate, judging.expects)) ? 'green' : 'red';
}

function isGreen(draft: Draft, fact: GateFact, expects: readonly string[]): boolean {
  if (fact.exit !== 0 || assertsNothing(draft, fact)) return false;
  if (fact.tests === undefined) return true;
  const passed = new Set(fact.tests.passed);
  return expects.every((id) => passed.has(id));
}

/** E8: a gate that stays green with a failing control in the candidate asserts nothing. */
export function assertsNothing(draft: Draft, fact: GateFact): boolean {
  const gate = must(draft.plan.gates.get(fact.gate), `gate ${fact.gate}`);
  return fact.exit === 0 && needsControl(gate) && fact.control !== 'red';
}

export function evidenceOf(draft: Draft, fact: GatesFact, expects: readonly string[]): readonly Evidence[] {
  return fact.gates.map((gate) => ({
    gate: gate.gate,
    outcome: isGreen(draft, gate, expects) ? 'green' : 'red',
    base: fact.base, patch: fact.patch, candidate: fact.candidate, sandbox: fact.sandbox,
    exit: gate.exit ?? -1,
    tests: gate.tests ?? null,
    log: gate.log ?? null,
  }));
}

/** What a red gate teaches, whatever the hand could distil. */
export function failureOf(draft: Draft, fact: GatesFact, expects: readonly string[]): Distilled {
  if (fact.failure !== undefined) return fact.failure;
  const red = must(fact.gates.find((gate) => !isGreen(draft, gate, expects)) ?? fact.gates.at(-1), 'a gate');
  const text = redText(draft, red, expects);
  return { signature: text, text };
}

function redText(draft: Draft, fact: GateFact, expects: readonly string[]): string {
  if (fact.exit !== 0) return `gate ${fact.gate} exited ${fact.exit ?? 'without a code'}`;
  if (assertsNothing(draft, fact)) return `gate ${fact.gate} stays green whatever the code is (E8): it asserts nothing`;
  const missing = expects.filter((id) => fact.tests?.passed.includes(id) !== true).slice(0, maxListed);
  return `gate ${fact.gate} exited 0, but of the tests that must pass these did not (E8): ${missing.join(', ')}`;
}

/** Whether the fact speaks of the line as it stands (E1). */
export function speaksOf(line: Line, fact: Pick<GatesFact, 'base' | 'patch' | 'candidate'>): boolean {
  return fact.base === line.base && fact.patch === line.patch
    && (line.candidate === null || line.candidate === fact.candidate);
}
