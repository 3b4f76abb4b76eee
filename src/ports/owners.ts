/**
 * The port of soft ownership: which host should work on a run while several want to.
 *
 * Ownership is advice. What keeps a run right is the journal's compare-and-swap; an owner only
 * keeps two hosts from undoing each other's work for ever. Hosts take it when they met a
 * conflict, and nobody writes a row while there is none.
 */

export interface Owner {
  readonly host: string;
  /** When the ownership ends by itself, in milliseconds of the hosts' clocks. */
  readonly until: number;
}

export interface Owners {
  /** The run's last owner, whether or not its time is over. */
  ownerOf(run: string): Promise<Owner | null>;

  /**
   * Makes `owner` the run's owner, unless another host is it and `now` is before its `until`.
   * Returns who owns the run then. MUST be atomic.
   */
  own(run: string, owner: Owner, now: number): Promise<Owner>;

  /** Gives the run up, if `host` owns it. */
  disown(run: string, host: string): Promise<void>;
}
