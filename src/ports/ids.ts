/** The port of fresh names: of commands that a host gives itself, and of hosts. */

export interface Ids {
  /** MUST return a string that no other call returned, in any process, ever. */
  next(): string;
}
