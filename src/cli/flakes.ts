/**
 * Gates that were red and green on one and the same candidate, and which tests it was that failed only sometimes.
 *
 * A candidate is named by its tree, so two runs of a gate on it that differ tell nothing of the code. Only a red by the
 * gate's own exit code is one: what the brain calls red for want of a test, or under its control, is red every time.
 */

import type { Event } from '../kernel/event.ts';
import type { Evidence } from '../kernel/rows.ts';

export interface Flake {
  readonly gate: string;
  /** The tree that was judged. */
  readonly candidate: string;
  /** The units that it lands; of what a line or the base was judged by, none. */
  readonly units: readonly string[];
  readonly red: number;
  readonly green: number;
  /** What failed in a red run, for each how often; none where the gate names no tests. */
  readonly tests: readonly FlakyTest[];
  /** When it last was another than before. */
  readonly at: number;
}

export interface FlakyTest {
  readonly test: string;
  readonly failed: number;
}

interface Judged {
  readonly gate: string;
  readonly candidate: string;
  units: readonly string[];
  red: number;
  green: number;
  at: number;
  readonly failed: Map<string, number>;
}

export class Flakes {
  readonly #judged = new Map<string, Judged>();
  readonly #unitsOf = new Map<string, readonly string[]>();

  add(event: Event): void {
    switch (event.type) {
      case 'ProbeOrdered':
        this.#unitsOf.set(event.order, event.units);
        break;
      case 'ProbeJudged':
        this.#judge(event.evidence, { at: event.at, units: this.#unitsOf.get(event.order) ?? [] });
        break;
      case 'EvidenceTaken': case 'BaseJudged':
        this.#judge(event.evidence, { at: event.at, units: [] });
        break;
      default:
        break;
    }
  }

  /** In the order in which their candidates were first judged. */
  get found(): readonly Flake[] {
    return [...this.#judged.values()].filter(({ red, green }) => red > 0 && green > 0).map(({ failed, ...one }) => ({
      ...one, tests: [...failed].map(([test, times]) => ({ test, failed: times })).toSorted((a, b) => (a.test < b.test ? -1 : 1)),
    }));
  }

  #judge(evidence: readonly Evidence[], { at, units }: Pick<Judged, 'at' | 'units'>): void {
    for (const { gate, candidate, sandbox, outcome, exit, tests } of evidence) {
      if (outcome === 'red' && exit === 0) continue;
      const key = JSON.stringify([gate, candidate, sandbox]);
      const judged: Judged = this.#judged.get(key) ?? { gate, candidate, units, red: 0, green: 0, at, failed: new Map() };
      this.#judged.set(key, judged);
      const isOther = judged[outcome] === 0;
      judged[outcome] += 1;
      if (isOther) judged.at = at;
      if (units.length > 0) judged.units = units;
      for (const test of outcome === 'red' ? tests?.failed ?? [] : []) judged.failed.set(test, (judged.failed.get(test) ?? 0) + 1);
    }
  }
}
