/**
 * The ways of a workflow as moves between numbered places, each with conditions on a row of counts,
 * and what it makes of them: so that very many paths can be looked at without the brain.
 */

import type { CountName } from './counts.ts';
import { type Intent, isSameIntent } from './place.ts';
import type { WayBook } from './way-book.ts';
import { type Change, isAgain, lineOf, type Read, type Spot, type Way } from './ways.ts';

export interface Machine {
  readonly names: readonly CountName[];
  /** What every count is at the start. */
  readonly counts: readonly number[];
  readonly start: number;
  readonly places: number;
  readonly moves: readonly Move[];
}

export interface Move {
  readonly from: number;
  /** `-1`: an end. */
  readonly to: number;
  readonly cost: number;
  readonly intent: Intent;
  readonly reads: readonly Range[];
  readonly sets: readonly Setting[];
}

export interface Range extends Read {
  readonly count: number;
}

/** To so much, and so many times what other counts were, or it was itself. */
export interface Setting {
  readonly count: number;
  readonly to: number;
  readonly plus: readonly { readonly count: number; readonly times: number }[];
}

/** All ways between places that differ in more than their counts. */
export interface Ways {
  readonly spots: readonly Spot[];
  readonly from: ReadonlyMap<Spot, readonly Way[]>;
}

export function machineOf(book: WayBook, ways: Ways, weigh: (way: Way) => number): Machine {
  const names = namesIn(book, ways);
  const compiling = new Compiling(book, names, weigh);
  const numbers = new Map(ways.spots.map((spot, index) => [spot, index]));
  const moves = ways.spots.flatMap((spot, from) => spot.menus.flatMap((menu) => (ways.from.get(spot) ?? [])
    .filter(({ intent }) => menu.intents.some((one) => isSameIntent(one, intent)))
    .map((way): Move => ({
      from, to: way.to === null ? -1 : numbers.get(way.to) ?? -1, ...compiling.move(spot, way, menu.reads),
    }))));
  return { names, counts: names.map((name) => book.counts.get(name) ?? book.unmet(name)), start: 0, places: ways.spots.length, moves };
}

export const isPossible = ({ reads }: Move, counts: readonly number[]): boolean =>
  reads.every(({ count, least, most }) => (counts[count] ?? 0) >= least && (counts[count] ?? 0) <= most);

export function countsBy({ sets }: Move, counts: readonly number[]): readonly number[] {
  const next = [...counts];
  for (const { count, to, plus } of sets) next[count] = plus.reduce((sum, term) => sum + term.times * (counts[term.count] ?? 0), to);
  return next;
}

export function movesFrom({ places, moves }: Machine): readonly (readonly Move[])[] {
  const from: Move[][] = Array.from({ length: places }, () => []);
  for (const move of moves) from[move.from]?.push(move);
  return from;
}

/** By how much a count rises; `null`: it is set to something else. */
export function byOf({ count, to, plus: [term, ...others] }: Setting): number | null {
  return term?.count === count && term.times === 1 && others.length === 0 ? to : null;
}

function namesIn(book: WayBook, { spots, from }: Ways): readonly CountName[] {
  const names = new Set(book.counts.keys());
  for (const { menus } of spots) for (const { reads } of menus) for (const name of reads.keys()) names.add(name);
  for (const { reads, changes } of [...from.values()].flat()) {
    for (const name of reads.keys()) names.add(name);
    for (const [name, change] of changes) {
      names.add(name);
      if ('plus' in change) for (const term of change.plus) names.add(term.name);
    }
  }
  return [...names].toSorted();
}

class Compiling {
  readonly #book: WayBook;
  readonly #names: readonly CountName[];
  readonly #weigh: (way: Way) => number;
  readonly #numbers: ReadonlyMap<CountName, number>;

  constructor(book: WayBook, names: readonly CountName[], weigh: (way: Way) => number) {
    this.#book = book;
    this.#names = names;
    this.#weigh = weigh;
    this.#numbers = new Map(names.map((name, index) => [name, index]));
  }

  move(from: Spot, way: Way, chosen: ReadonlyMap<CountName, Read>): Pick<Move, 'cost' | 'intent' | 'reads' | 'sets'> {
    const reads = [...new Map([...way.reads, ...chosen])].map(([name, read]) => ({ count: this.#of(name), ...read }));
    return { cost: this.#weigh(way), intent: way.intent, reads, sets: this.#sets(from, way) };
  }

  #of(name: CountName): number {
    return this.#numbers.get(name) ?? -1;
  }

  #sets(from: Spot, way: Way): readonly Setting[] {
    return this.#names.flatMap((name) => {
      const change = this.#change(from, way, name);
      if (change === null) return [];
      const count = this.#of(name);
      if ('by' in change) return change.by === 0 ? [] : [{ count, to: change.by, plus: [{ count, times: 1 }] }];
      return [{ count, to: change.to, plus: change.plus.map((term) => ({ count: this.#of(term.name), times: term.times })) }];
    });
  }

  /** As `countsAfter` has it: what is gone is as if it had never been, and a failure has what the grants of its line leave. */
  #change(from: Spot, { to, changes, granted }: Way, name: CountName): Change | null {
    const line = lineOf(name);
    if (to === null) return null;
    const unmet = this.#book.unmet(name);
    if (!to.lines.has(line)) return from.lines.has(line) ? { to: unmet, plus: [] } : null;
    const change = changes.get(name);
    if (change !== undefined || !isAgain(name)) return change ?? null;
    const grants = changes.get(`${line} grants`);
    if (!from.lines.has(line) && grants !== undefined && 'to' in grants) return { to: unmet + grants.to, plus: grants.plus };
    return { by: granted.get(line) ?? 0 };
  }
}
