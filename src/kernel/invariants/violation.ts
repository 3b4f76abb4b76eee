/** What a checker found: the number of the broken rule, and what was seen. */

export interface Violation {
  /** The invariant's number: `L1`, `T4`, …; `index` for a chain or a counter that left its rows. */
  readonly rule: string;
  readonly message: string;
}

export class Findings {
  readonly list: Violation[] = [];

  add(rule: string, message: string): void {
    this.list.push({ rule, message });
  }
}
