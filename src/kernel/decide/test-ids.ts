/** Which tests a report names, taken together: gates are several, what must pass is one list (E8, T8). */

import type { GateFact, GatesFact, TestIds } from '../facts.ts';
import type { TaskKind } from '../ir.ts';
import { gatesFor, type Plan } from '../plan.ts';
import type { Evidence, Line } from '../rows.ts';

/** All tests that the gates of a report name. One that failed anywhere has not passed. */
export function testsOf({ gates }: Pick<GatesFact, 'gates'>): TestIds | null {
  if (gates.every(({ tests }) => tests === undefined)) return null;
  const failed = new Set(gates.flatMap(({ tests }) => tests?.failed ?? []));
  const passed = new Set(gates.flatMap(({ tests }) => tests?.passed ?? []));
  return { passed: [...passed].filter((id) => !failed.has(id)), failed: [...failed] };
}

/** What other gates have said of the same candidate already. */
export interface Earlier {
  /** Tests that passed, of those that must. */
  readonly passed: readonly string[];
  /** Whether any of them named its tests. */
  readonly named: boolean;
  /** Gates of the landing that run tests are still to come: they may name what is missing. */
  readonly awaits: boolean;
}

export const nothingEarlier: Earlier = { passed: [], named: false, awaits: false };

/** E6: only what is live counts. Gates that this report ran speak for themselves. */
export function earlierOn(plan: Plan, line: Line, now: { names: readonly string[]; kind: TaskKind }): Earlier {
  const others = line.evidence.filter((item) => isLive(line, item) && !now.names.includes(item.gate));
  const known = new Set([...now.names, ...others.map(({ gate }) => gate)]);
  return {
    passed: others.flatMap(({ tests }) => tests?.passed ?? []),
    named: others.some(({ tests }) => tests !== null),
    awaits: gatesFor(plan, now.kind).some((gate) => gate.role === 'tests' && !known.has(gate.name)),
  };
}

/** E6: evidence speaks of one patch on one base. */
export function isLive(line: Line, evidence: Evidence | undefined): boolean {
  return evidence !== undefined && evidence.patch === line.patch && evidence.base === line.base;
}

/** E8: of the tests that must pass, those that failed, or that no gate has named. */
export function lackingOf(fact: GatesFact, expects: readonly string[], earlier: Earlier): readonly string[] {
  if (expects.length === 0) return [];
  const tests = testsOf(fact);
  if (tests === null && !earlier.named) return [];
  const failed = new Set(tests?.failed);
  const passed = new Set([...tests?.passed ?? [], ...earlier.passed]);
  return expects.filter((id) => failed.has(id) || (!earlier.awaits && !passed.has(id)));
}

/** What evidence keeps of the tests: those that must pass, and how many there were. The log has the rest. */
export function keptTests({ tests }: GateFact, expects: ReadonlySet<string>): Pick<Evidence, 'tests' | 'ran'> {
  if (tests === undefined) return { tests: null };
  const kept = (ids: readonly string[]): readonly string[] => ids.filter((id) => expects.has(id));
  return {
    tests: { passed: kept(tests.passed), failed: kept(tests.failed) },
    ran: { passed: tests.passed.length, failed: tests.failed.length },
  };
}
