/**
 * The red proof of a unit: its tests fail on its own base, without the code that they judge (T8).
 *
 * On a base that is red itself (B5) a failure of its own would prove anything. There the tests
 * must be named, and one must have failed that did not fail on the base.
 */

import type { GateFact } from '../facts.ts';
import type { Evidence, Line, RedBase } from '../rows.ts';
import type { State } from '../state.ts';
import { gatesFor } from '../plan.ts';
import type { Draft } from './draft.ts';

/** What a failed gate of the tests proves. */
export interface RedProof {
  /** Tests that failed, and not on the base: the code has to make them green. */
  readonly failed: readonly string[];
  /** Why it proves nothing. */
  readonly fault: string | null;
}

/** `null`: the gate did not fail, or runs no tests. One that asserts nothing is red as well (E8), and exited 0. */
export function redProofOf(draft: Draft, line: Line, fact: GateFact): RedProof | null {
  if (fact.exit === 0 || draft.plan.gates.get(fact.gate)?.role !== 'tests') return null;
  const failed = fact.tests?.failed ?? [];
  const base = redBaseOf(draft.state, line);
  if (base === null) return { failed, fault: null };
  const before = base.gates.find(({ gate }) => gate === fact.gate);
  if (before?.outcome === 'green') return { failed, fault: null };
  if (before === undefined) return unproved(`the base is red itself, and ${fact.gate} was not run on it`);
  if (before.failed === null || fact.tests === undefined) {
    return unproved(`the base is red itself, and ${fact.gate} does not name the tests that fail there and here`);
  }
  const known = new Set(before.failed);
  const own = failed.filter((id) => !known.has(id));
  return own.length > 0 ? { failed: own, fault: null } : unproved(`the base is red itself, and no other test fails in ${fact.gate}`);
}

const unproved = (why: string): RedProof => ({ failed: [], fault: `T8: ${why}` });

/** What is known of the base under a line, if it is red. */
function redBaseOf({ landing }: State, line: Line): RedBase | null {
  const { redBase } = landing;
  if (redBase?.tip === line.base) return redBase;
  return landing.tipOutcome === 'red' && landing.tip === line.base ? { tip: line.base, gates: [] } : null;
}

/** Whether evidence is a red proof of a patch; it survives a transplant (E6). */
export function provesRed(draft: Draft, line: Line, { gate, outcome, exit, patch, unproved: fault }: Evidence): boolean {
  const isTests = gatesFor(draft.plan, 'test').some(({ name, role }) => name === gate && role === 'tests');
  return isTests && outcome === 'red' && exit !== 0 && patch === line.patch && fault === undefined;
}
