/**
 * Where a run's journal stands: how many events it has, and the head of their hash chain.
 *
 * Callers MUST treat a version as opaque but for `position`: they get it from a journal and give
 * it back. Two histories of the same length have different chains, so that an append on top of a
 * history that was replaced meanwhile (a restored backup) is a conflict too.
 */

export interface Version {
  /** The position of the last event; events count from 1, and 0 means that there is none. */
  readonly position: number;
  /** 64 hexadecimal digits. */
  readonly chain: string;
}

export function sameVersion(a: Version, b: Version): boolean {
  return a.position === b.position && a.chain === b.chain;
}
