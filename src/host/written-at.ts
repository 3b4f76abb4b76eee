/**
 * Finds where events that do not fit were written: each is tried behind events whose place is known.
 *
 * An event's chain is the hash of the chain before it, its position and its bytes, so that a match is
 * proof. What is proved gives a place to go on from; the number of tries is bounded.
 */

import { nextChain } from '../ports/hash-chain.ts';
import type { StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Version } from '../ports/version.ts';

export interface Misfit {
  readonly stored: StoredEvent;
  /** What the journal has before it now; the position is where that is stored. */
  readonly before: Version;
  /** Nothing tells against it but that what was before it is gone. */
  readonly isLoose: boolean;
}

/** By the position at which it is stored, the position at which each was written; not for one that is unknown. */
export function writtenAt(run: string, misfits: readonly Misfit[]): ReadonlyMap<number, number> {
  const search = new Search(run, misfits);
  search.behindWhatIsKnown();
  search.behindNeighbours();
  return search.found;
}

class Search {
  readonly found = new Map<number, number>();
  readonly #run: string;
  readonly #open: Set<Misfit>;
  /** Events whose place is known and whose successor is not. */
  readonly #known: Version[];
  /** How many of the known were tried with all that are open. */
  #tried = 0;

  constructor(run: string, misfits: readonly Misfit[]) {
    this.#run = run;
    this.#open = new Set(misfits);
    const suspect = new Set(misfits.filter(({ isLoose }) => !isLoose).map(({ stored }) => stored.position));
    this.#known = misfits.map(({ before }) => before).filter(({ position }) => !suspect.has(position));
  }

  behindWhatIsKnown(): void {
    // Grows while it is gone through: each that is found may have a successor.
    for (let before = this.#known[this.#tried]; before !== undefined; before = this.#known[this.#tried]) {
      this.#tried += 1;
      for (const misfit of this.#open) this.#try(misfit, before);
    }
  }

  /** Whole stretches that were moved, whose first event's place nobody knows: the next ones' are found. */
  behindNeighbours(): void {
    for (const misfit of this.#open) {
      const { position } = misfit.before;
      for (let far = 1; far <= limits.movedBy && this.#open.has(misfit); far += 1) {
        for (const at of [position + far, position - far]) {
          if (at >= 1 && this.#try(misfit, { position: at, chain: misfit.before.chain })) this.behindWhatIsKnown();
        }
      }
    }
  }

  #try(misfit: Misfit, before: Version): boolean {
    const { stored } = misfit;
    const position = before.position + 1;
    const chain = nextChain(this.#run, before.chain, { ...stored, position });
    // In its place, with another chain than its bytes have: its successor may tell that they are right.
    if (chain !== stored.chain) {
      if (position === stored.position) this.#know({ position, chain });
      return false;
    }
    this.#open.delete(misfit);
    this.found.set(stored.position, position);
    this.#know({ position, chain });
    return true;
  }

  #know(version: Version): void {
    if (this.#known.length < limits.findings * 2) this.#known.push(version);
  }
}
