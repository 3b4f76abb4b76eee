/** A command that changes nothing, with the reason: a returned value, never an exception. */

export interface Refusal {
  /** A stable word for programs. */
  readonly refused: string;
  /** What was found and what would be accepted, for people and agents. */
  readonly message: string;
  /** The invariants that forbid it. */
  readonly rules: readonly string[];
}

export function refuse(refused: string, message: string, ...rules: readonly string[]): Refusal {
  return { refused, message, rules };
}

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}
