/** What a person and an agent said to each other in one visit of a `talk`, the oldest first. */

export interface Turn {
  /** `null`: the agent. */
  readonly person: string | null;
  readonly text: string;
}
