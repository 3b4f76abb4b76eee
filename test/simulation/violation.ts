/** What a world must never show, whichever checker has seen it. */

import { type Violation } from '../../src/kernel/invariants.ts';

export type { Violation };

/** Ends a world at once: what follows a violation proves nothing. */
export class Violated extends Error {
  override readonly name = 'Violated';
  readonly violation: Violation;

  constructor(rule: string, message: string) {
    super(`${rule}: ${message}`);
    this.violation = { rule, message };
  }
}

export function insist(holds: boolean, rule: string, message: string): asserts holds {
  if (!holds) throw new Violated(rule, message);
}
