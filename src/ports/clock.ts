/** The port of time: the only way by which it reaches a host (R5). */

export interface Clock {
  /** Milliseconds since 1970. MAY step backward; callers MUST NOT assume otherwise. */
  now(): number;

  /**
   * Calls `wake` once, when `now()` is `when` or later: never within this call. Returns a function
   * that cancels it, which MAY be called at any time.
   */
  at(when: number, wake: () => void): () => void;
}
