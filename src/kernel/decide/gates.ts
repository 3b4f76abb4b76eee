/** What gates' facts mean: green, red, or neither (E1, E3, E8). */

import type { Distilled, GateFact, GatesFact } from '../facts.ts';
import { must } from '../assert.ts';
import { capped, quotedPath } from '../phrase.ts';
import { needsControl, sandboxOf } from '../plan.ts';
import type { Evidence, Line } from '../rows.ts';
import type { Draft } from './draft.ts';
import { type Earlier, keptTests, lackingOf, nothingEarlier } from './test-ids.ts';

export interface Judging {
  /** The gates that were ordered, in order. */
  readonly names: readonly string[];
  /** Ids of tests that must be among those that passed (E8). */
  readonly expects: readonly string[];
  readonly earlier?: Earlier;
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

/** E1: green in another sandbox than was demanded is nobody's evidence. */
export function sandboxFault(draft: Draft, fact: GatesFact): string | null {
  for (const { gate, sandbox = fact.sandbox } of fact.gates) {
    const fault = elsewhere(draft, gate, sandbox);
    if (fault !== null) return fault;
  }
  return null;
}

/** Why a run of a gate in this sandbox tells nothing; `null`: it is the one demanded, or any will do. */
export function elsewhere({ plan }: Draft, gate: string, ran: string | undefined): string | null {
  const demanded = sandboxOf(plan.ir, must(plan.gates.get(gate), `gate ${gate}`));
  if (demanded === null || ran === demanded) return null;
  return `E1: gate ${gate} was run in ${ran === undefined ? 'no sandbox that is named' : `sandbox ${ran}`}, and ${demanded} was demanded`;
}

/** Green is an exit code of zero by every gate, each of which can be red, and the expected tests. */
export function outcomeOf(draft: Draft, fact: GatesFact, judging: Judging): 'green' | 'red' {
  const all = fact.gates.length === judging.names.length;
  const isWhole = lacking(draft, fact, judging).length === 0;
  return all && fact.gates.every((gate) => isGreen(draft, gate, isWhole)) ? 'green' : 'red';
}

/** Which gate should have run a test is not known: when one is missing, all that run tests are red. */
function isGreen(draft: Draft, fact: GateFact, isWhole: boolean): boolean {
  return fact.exit === 0 && !assertsNothing(draft, fact) && (isWhole || !runsTests(draft, fact));
}

function runsTests(draft: Draft, { gate, tests }: GateFact): boolean {
  return tests !== undefined || draft.plan.gates.get(gate)?.role === 'tests';
}

function lacking(draft: Draft, fact: GatesFact, { expects, earlier = nothingEarlier }: Judging): readonly string[] {
  return fact.gates.some((gate) => runsTests(draft, gate)) ? lackingOf(fact, expects, earlier) : [];
}

/** E8: a gate that stays green with a failing control in the candidate asserts nothing. */
export function assertsNothing(draft: Draft, fact: GateFact): boolean {
  const gate = must(draft.plan.gates.get(fact.gate), `gate ${fact.gate}`);
  return fact.exit === 0 && needsControl(gate) && fact.control !== 'red';
}

export function evidenceOf(draft: Draft, fact: GatesFact, judging: Judging): readonly Evidence[] {
  const isWhole = lacking(draft, fact, judging).length === 0;
  const expects = new Set(judging.expects);
  return fact.gates.map((gate) => ({
    gate: gate.gate,
    outcome: isGreen(draft, gate, isWhole) ? 'green' : 'red',
    base: fact.base, patch: fact.patch, candidate: fact.candidate,
    sandbox: gate.sandbox ?? fact.sandbox,
    exit: gate.exit ?? -1,
    ...keptTests(gate, expects),
    log: gate.log ?? null,
  }));
}

/** Of a red gate, all tests that failed: on the base later failures are compared with them (T8), on the tip a rerun tells which are flakes. */
export function withFailed(evidence: readonly Evidence[], { gates }: GatesFact): readonly Evidence[] {
  return evidence.map((item, index) => {
    const failed = gates[index]?.tests?.failed ?? [];
    return item.tests === null || failed.length === 0 ? item : { ...item, tests: { ...item.tests, failed } };
  });
}

/** What a red gate teaches, whatever the hand could distil. */
export function failureOf(draft: Draft, fact: GatesFact, judging: Judging): Distilled {
  if (fact.failure !== undefined) return fact.failure;
  const missing = lacking(draft, fact, judging);
  const red = must(fact.gates.find((gate) => !isGreen(draft, gate, missing.length === 0)) ?? fact.gates.at(-1), 'a gate');
  const text = redText(draft, red, missing);
  return { signature: text, text };
}

function redText(draft: Draft, fact: GateFact, missing: readonly string[]): string {
  if (fact.exit !== 0) return `gate ${fact.gate} exited ${fact.exit ?? 'without a code'}`;
  if (assertsNothing(draft, fact)) return `gate ${fact.gate} stays green whatever the code is (E8): it asserts nothing`;
  const named = capped(missing.map(quotedPath)).join(', ');
  return `gate ${fact.gate} exited 0, but of the tests that must pass these did not (E8): ${named}`;
}

/** Whether the fact speaks of the line as it stands (E1). */
export function speaksOf(line: Line, fact: Pick<GatesFact, 'base' | 'patch' | 'candidate'>): boolean {
  return fact.base === line.base && fact.patch === line.patch
    && (line.candidate === null || line.candidate === fact.candidate);
}
