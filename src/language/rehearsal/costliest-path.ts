/**
 * The costliest path through a machine. After a first guess it is asked whether some path costs so
 * much; what could not, from a place with its counts, is remembered. Where the bound promises more than there is, the
 * answer takes long: then less is asked for, and at the end once more, with all the time there is.
 */

import { likelyPath, worths } from './likely-path.ts';
import { countsBy, isPossible, type Machine, type Move, movesFrom } from './machine.ts';
import { mattering, matters } from './merge-places.ts';
import type { Bound } from './prices.ts';

export interface Looking {
  readonly bound: Bound;
  /** A second bound of the whole, where the first promises more than is found; `null`: it is not known. */
  readonly closer: () => number | null;
  /** Places, with their counts, after which it leaves off. */
  readonly most: number;
}

export interface Costliest {
  /** No path costs more; one costs `least`. */
  readonly most: number;
  readonly least: number;
  readonly path: readonly Move[];
}

/** A guess that is so near is good enough to ask on from. */
const near = 2;

/** Places for each of the first questions. */
const few = 3_000;

export function costliestPath(machine: Machine, { bound, closer, most: places }: Looking): Costliest {
  const search = new Search(machine, bound);
  let most = bound(machine.start, machine.counts);
  let best = costing(likelyPath(machine, bound, worths[0] ?? 1));
  for (const worth of worths.slice(1)) {
    if (best.least >= most - near) break;
    const other = costing(likelyPath(machine, bound, worth));
    if (other.least > best.least) best = other;
  }
  const ask = (cost: number, within: number): boolean => {
    const path = search.ask(cost, within);
    if (path !== null) best = costing(path);
    else if (!search.isOver) most = Math.min(most, cost - 1);
    return path !== null;
  };
  if (most > best.least) ask(most, few);
  for (let above = most; above - best.least > 1;) {
    const middle = Math.ceil((best.least + above) / 2);
    if (!ask(middle, few)) above = middle;
  }
  if (most > best.least) most = Math.max(best.least, Math.min(most, closer() ?? most));
  while (most > best.least && search.places < places) ask(best.least + 1, places);
  return { ...best, most };
}

const costing = (path: readonly Move[]): Omit<Costliest, 'most'> => ({ least: path.reduce((sum, move) => sum + move.cost, 0), path });

/** A place on the path that is tried, and the moves that were not tried yet. */
interface Tried {
  readonly key: string;
  readonly counts: readonly number[];
  /** What is still to be spent. */
  readonly wanted: number;
  readonly next: Next[];
  readonly by: Move | null;
}

interface Next {
  readonly move: Move;
  readonly counts: readonly number[];
  readonly could: number;
}

class Search {
  readonly #machine: Machine;
  readonly #bound: Bound;
  readonly #from: readonly (readonly Move[])[];
  readonly #mattering: readonly (readonly number[])[];
  /** From a place with those counts, no path costs more. */
  readonly #known = new Map<string, number>();
  places = 0;
  /** Whether it left off. */
  isOver = false;

  constructor(machine: Machine, bound: Bound) {
    this.#machine = machine;
    this.#bound = bound;
    this.#from = movesFrom(machine);
    this.#mattering = mattering(machine).map((bits) => [...machine.names.keys()].filter((count) => matters(bits, count)));
  }

  /** A path that costs so much; `null`: there is none, or it was not found within so many places. */
  ask(cost: number, within: number): readonly Move[] | null {
    const last = this.places + within;
    const { start, counts } = this.#machine;
    const tried: Tried[] = [];
    this.isOver = false;
    this.#enter(tried, { by: null, place: start, counts, wanted: cost });
    for (let at = tried.at(-1); at !== undefined; at = tried.at(-1)) {
      const next = at.next.pop();
      if (next === undefined || next.could < at.wanted) {
        this.#known.set(at.key, Math.min(this.#known.get(at.key) ?? Infinity, at.wanted - 1));
        tried.pop();
      } else if (next.move.to < 0) {
        return [...tried.flatMap(({ by }) => by ?? []), next.move];
      } else {
        if (this.places >= last) break;
        this.#enter(tried, { by: next.move, place: next.move.to, counts: next.counts, wanted: at.wanted - next.move.cost });
      }
    }
    this.isOver = tried.length > 0;
    return null;
  }

  #enter(tried: Tried[], { by, place, counts, wanted }: Pick<Tried, 'by' | 'counts' | 'wanted'> & { readonly place: number }): void {
    const key = String.fromCharCode(place, ...(this.#mattering[place] ?? []).map((count) => zero + (counts[count] ?? 0)));
    const known = this.#known.get(key);
    if (known !== undefined && known < wanted) return;
    this.places += 1;
    const next = (this.#from[place] ?? []).filter((move) => isPossible(move, counts)).map((move): Next => {
      const after = move.to < 0 ? counts : countsBy(move, counts);
      return { move, counts: after, could: move.cost + (move.to < 0 ? 0 : this.#bound(move.to, after)) };
    });
    tried.push({ key, counts, wanted, by, next: next.toReversed().toSorted((one, other) => one.could - other.could) });
  }
}

/** Of a count, as a character: none is so far below nothing. */
const zero = 1_000;
