/**
 * Every path, without going along each. All ways between places are learnt from the brain, whatever
 * the counts; prices of what caps leave (`potential`) bound what can still be spent from anywhere;
 * and the costliest path is looked for where that bound is highest, with every count as it is. Once
 * nothing that is left could cost more, it is exact; where that takes too long, the bound is told.
 */

import { costliestPath } from './costliest-path.ts';
import type { CountName } from './counts.ts';
import { waysOf } from './open-counts.ts';
import { type Arc, type Potential, potentialOf, type Standing } from './potential.ts';
import { strolls } from './strolls.ts';
import { CannotTell, TooMuch, type WayBook } from './way-book.ts';
import { changed, type Counts, isAgain, kindOf, lineOf, type Spot, type TakenWire, type Way } from './ways.ts';

export interface Weighed {
  /** No path weighs more; `null`: no bound was found. */
  readonly most: number | null;
  /** What the costliest path that was found weighs. */
  readonly least: number;
  /** That path, from the start. */
  readonly path: readonly Way[];
}

export interface Exhausted {
  /** Every way is known. */
  readonly isWhole: boolean;
  readonly spots: number;
  readonly weighed: readonly Weighed[];
  /** Wires and endings of paths that there are, and of all ways. */
  readonly taken: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

export interface Exhausting {
  /** Places, with their counts, after which the search for the costliest path leaves off. */
  readonly most: number;
  readonly weights: readonly ((way: Pick<Way, 'orders'>) => number)[];
}

/** All ways between places that differ in more than their counts. */
export interface Ways {
  readonly spots: readonly Spot[];
  readonly from: ReadonlyMap<Spot, readonly Way[]>;
}

export function exhaust(book: WayBook, { most, weights }: Exhausting): Exhausted {
  const taken = new Set<string>();
  const possible = new Set<string>(toldBy(book.first));
  const take = (way: Way): void => toldBy(way).forEach((name) => taken.add(name));
  take(book.first);
  const ways = allWays(book);
  const unknown = { isWhole: false, spots: book.spots, weighed: weights.map(() => ({ most: null, least: 0, path: [] })), taken, possible };
  if (ways === null) return unknown;
  for (const list of ways.from.values()) for (const way of list) for (const name of toldBy(way)) possible.add(name);
  try {
    const weighed = weighedAll(book, ways, { most, weights, take });
    strolls(book, take, () => taken.size === possible.size);
    return { isWhole: true, spots: book.spots, weighed, taken, possible };
  } catch (error) {
    if (error instanceof TooMuch || error instanceof CannotTell) return unknown;
    throw error;
  }
}

function allWays(book: WayBook): Ways | null {
  const from = new Map<Spot, readonly Way[]>();
  const spots: Spot[] = book.first.to === null ? [] : [book.first.to];
  const seen = new Set(spots);
  try {
    for (const spot of spots) {
      const ways = waysOf(book, spot);
      from.set(spot, ways);
      for (const { to } of ways) {
        if (to === null || seen.has(to)) continue;
        seen.add(to);
        spots.push(to);
      }
    }
  } catch (error) {
    if (error instanceof TooMuch || error instanceof CannotTell) return null;
    throw error;
  }
  return { spots, from };
}

interface WeighingAll {
  readonly most: number;
  readonly weights: Exhausting['weights'];
  readonly take: (way: Way) => void;
}

/** What weighs every way the same is weighed once: members of a panel, agents that reserve as much. */
function weighedAll(book: WayBook, ways: Ways, { most, weights, take }: WeighingAll): readonly Weighed[] {
  const all = [book.first, ...[...ways.from.values()].flat()];
  const known = new Map<string, Weighed>();
  const weighed: Weighed[] = [];
  for (const weigh of weights) {
    const alike = all.map(weigh).join(' ');
    const found = known.get(alike) ?? weighedBy(book, ways, { most, weigh, take });
    known.set(alike, found);
    weighed.push(found);
  }
  return weighed;
}

interface Weighing {
  readonly most: number;
  readonly weigh: (way: Way) => number;
  readonly take: (way: Way) => void;
}

function weighedBy(book: WayBook, ways: Ways, { most, weigh, take }: Weighing): Weighed {
  const start = weigh(book.first);
  const pricing = new Pricing(book, ways);
  const arcs = pricing.arcs(weigh);
  const potentials: Potential[] = [];
  const tighten = (spot: Spot, counts: Counts): void => {
    const potential = potentialOf(arcs, ways.spots.length, pricing.standing(spot, counts));
    if (potential !== null) potentials.push(potential);
  };
  if (book.first.to !== null) tighten(book.first.to, book.counts);
  if (potentials.length === 0) return { most: book.first.to === null ? start : null, least: start, path: [book.first] };
  const bound = (spot: Spot, counts: Counts): number => potentials.reduce((least, potential) => Math.min(least, pricing.worth(spot, counts, potential)), Infinity);
  const found = costliestPath(book, { most, weigh, bound, take, tighten });
  return { most: start + found.most, least: start + found.least, path: [book.first, ...found.path] };
}

/** The counts that something takes from, as rows of a linear programme. */
class Pricing {
  readonly #book: WayBook;
  readonly #ways: Ways;
  readonly #names: readonly CountName[];
  readonly #numbers: ReadonlyMap<Spot, number>;
  /** Whether something that can still follow takes from a count. */
  readonly #matter: ReadonlyMap<Spot, bigint>;
  readonly #at = new Map<Spot, readonly number[]>();

  constructor(book: WayBook, ways: Ways) {
    this.#book = book;
    this.#ways = ways;
    this.#numbers = new Map(ways.spots.map((spot, index) => [spot, index]));
    const names = new Set<CountName>();
    for (const list of ways.from.values()) {
      for (const { changes } of list) {
        for (const [name, change] of changes) if (kindOf(name) === 'rung' || ('by' in change && change.by < 0)) names.add(name);
      }
    }
    this.#names = [...names].toSorted();
    this.#matter = matteringAt(ways, this.#names);
  }

  standing(spot: Spot, counts: Counts): Standing {
    return {
      start: this.#numbers.get(spot) ?? 0,
      counts: this.#names.map((name, index) => (this.#matters(spot, index) ? this.#left(name, this.#value(name, counts)) : 0)),
    };
  }

  #value(name: CountName, counts: Counts): number {
    return counts.get(name) ?? this.#book.unmet(name) + (isAgain(name) ? counts.get(`${lineOf(name)} grants`) ?? 0 : 0);
  }

  arcs(weigh: (way: Way) => number): readonly Arc[] {
    const arcs = new Map<string, Arc>();
    for (const [spot, list] of this.#ways.from) {
      for (const way of list) {
        const [from, to] = [this.#numbers.get(spot) ?? 0, way.to === null ? -1 : this.#numbers.get(way.to) ?? 0];
        const arc = { from, to, cost: weigh(way), gains: to < 0 ? [] : this.#gains(way) };
        arcs.set(JSON.stringify(arc), arc);
      }
    }
    return [...arcs.values()];
  }

  worth(spot: Spot, counts: Counts, { prices, rest }: Potential): number {
    let worth = rest[this.#numbers.get(spot) ?? 0] ?? 0;
    for (const index of this.#mattering(spot)) {
      const [price = 0, name = ''] = [prices[index], this.#names[index]];
      if (price !== 0) worth += price * this.#left(name, this.#value(name, counts));
    }
    return worth;
  }

  #mattering(spot: Spot): readonly number[] {
    const known = this.#at.get(spot) ?? [...this.#names.keys()].filter((index) => this.#matters(spot, index));
    this.#at.set(spot, known);
    return known;
  }

  #matters(spot: Spot, index: number): boolean {
    return spot.lines.has(lineOf(this.#names[index] ?? '')) && ((this.#matter.get(spot) ?? 0n) >> BigInt(index)) % 2n === 1n;
  }

  /** Agents of a ladder that are not yet reached; of other counts what is left, if anything is. */
  #left(name: CountName, value: number): number {
    return kindOf(name) === 'rung' ? this.#book.rungs(name) - 1 - value : Math.max(0, value);
  }

  /** Never less than what is gained. */
  #gains(way: Way): Arc['gains'] {
    const gains: (readonly [number, number])[] = [];
    for (const [index, name] of this.#names.entries()) {
      const by = way.to !== null && this.#matters(way.to, index) ? this.#gain(way, name) : 0;
      if (by !== 0) gains.push([index, by]);
    }
    return gains;
  }

  #gain(way: Way, name: CountName): number {
    const change = way.changes.get(name);
    if (change === undefined) return isAgain(name) ? way.granted.get(lineOf(name)) ?? 0 : 0;
    const read = way.reads.get(name);
    if (read !== undefined && read.least === read.most) return this.#left(name, changed(way, name, (other) => (other === name ? read.least : this.#highest(other)))) - this.#left(name, read.least);
    if ('by' in change) return change.by;
    const itself = change.plus.some((term) => term.name === name && term.times === 1);
    if (kindOf(name) === 'rung') return this.#book.rungs(name) - 1 - change.to;
    return change.plus.reduce((sum, term) => sum + (term.name === name && term.times === 1 ? 0 : term.times * (term.times < 0 ? this.#lowest(term.name) : this.#highest(term.name))), itself ? change.to : Math.max(0, change.to));
  }

  /** Of counts that others take over: grants are as many as questions are answered. */
  #highest(name: CountName): number {
    const questions = [...this.#book.counts.keys()].filter((one) => kindOf(one) === 'asked').length;
    return kindOf(name) === 'grants' ? Math.max(1, questions) * this.#book.answers : 1_000;
  }

  #lowest(name: CountName): number {
    return kindOf(name) === 'grants' ? 0 : -this.#highest(name);
  }
}

/** By place, a bit for each count that a way takes from, there or later. */
function matteringAt({ spots, from }: Ways, names: readonly CountName[]): ReadonlyMap<Spot, bigint> {
  const bits = new Map(names.map((name, index) => [name, 1n << BigInt(index)]));
  const taken = new Map(spots.map((spot) => [spot, (from.get(spot) ?? []).reduce((sum, { changes }) =>
    [...changes].reduce((all, [name, change]) => all | (kindOf(name) === 'rung' || ('by' in change && change.by < 0) ? bits.get(name) ?? 0n : 0n), sum), 0n)]));
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const spot of spots.toReversed()) {
      const old = taken.get(spot) ?? 0n;
      const now = (from.get(spot) ?? []).reduce((sum, { to }) => sum | (to === null ? 0n : taken.get(to) ?? 0n), old);
      if (now === old) continue;
      taken.set(spot, now);
      isChanged = true;
    }
  }
  return taken;
}

const wireName = ({ workflow, step, on }: TakenWire): string => `${workflow}/${step} ${on}`;
export const endingMark = 'ends ';

/** The wires that a way takes, and how it ends. */
export function toldBy({ wires, ending }: Way): readonly string[] {
  return [...wires.map(wireName), ...(ending === null ? [] : [`${endingMark}${ending}`])];
}
