/** One line of the benchmarks' table. */

export interface Row {
  /** What `npm run bench -- ID` names it by. */
  readonly id: string;
  readonly what: string;
  readonly median: number;
  readonly unit: string;
  /** The median of what it is held against, measured side by side, in the same unit. */
  readonly against?: number;
  /** `median` in terms of `against`. */
  readonly ratio?: number;
  /** What must hold, in words: `ratio >= 0.8`, `< 300`; `-` where nothing must. */
  readonly bar: string;
  readonly holds: boolean;
}
