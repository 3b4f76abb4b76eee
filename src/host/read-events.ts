/** A run's events from a position on, in order: each is checked against the chain before it is believed. */

import type { Brain } from '../ports/brain.ts';
import { genesis } from '../ports/hash-chain.ts';
import type { Journal } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Version } from '../ports/version.ts';
import { decodeEvent } from './event-codec.ts';
import { checkLink } from './load-run.ts';

/** An event with its position in the run's journal. */
export interface Placed<E> {
  readonly position: number;
  readonly event: E;
}

export interface ReadEvents<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  /** The first position; 1, if it is not given. */
  readonly from?: number;
}

/** Throws `JournalError` at the first that is not the one that was written. */
export async function* readEvents<S, C, E>(run: string, options: ReadEvents<S, C, E>): AsyncGenerator<Placed<E>> {
  const { brain, journal, from = 1 } = options;
  let version = await versionBefore(run, journal, from);
  while (version !== null) {
    const page = await journal.read(run, { after: version.position, limit: limits.pageEvents });
    for (const stored of page) {
      version = checkLink(run, version, stored);
      yield { position: stored.position, event: decodeEvent(brain, run, stored) };
    }
    if (page.length < limits.pageEvents) return;
  }
}

/** `null`: the run is not that long. */
async function versionBefore(run: string, journal: Journal, from: number): Promise<Version | null> {
  if (from <= 1) return genesis(run);
  const [before] = await journal.read(run, { after: from - 2, limit: 1 });
  return before === undefined ? null : { position: before.position, chain: before.chain };
}
