/** What an agent's program kept of its session, for the same member of the same step on the same line (T7). */

export interface KeptSession {
  readonly workflow: string;
  readonly step: string;
  /** The agent, and of a panel which of its seats: nobody goes on with another's. */
  readonly member: string;
  /** The order that it was kept by. */
  readonly order: string;
  /** Digest of the archive. */
  readonly session: string;
}
