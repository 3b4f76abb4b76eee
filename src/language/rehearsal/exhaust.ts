/**
 * Every path, without going along each. All ways between places are learnt from the brain, whatever
 * the counts; prices of what caps leave (`potential`) bound what can still be spent from anywhere;
 * and the costliest path is looked for where that bound is highest, with every count as it is. Once
 * nothing that is left could cost more, it is exact; where that takes too long, the bound is told.
 */

import { costliestPath } from './costliest-path.ts';
import { lastRaiseBound } from './last-raise.ts';
import { type Machine, machineOf, type Move, type Ways } from './machine.ts';
import { mergePlaces } from './merge-places.ts';
import { waysOf } from './open-counts.ts';
import { boundOf } from './prices.ts';
import { countsAfter, valueIn } from './real-paths.ts';
import { strolls } from './strolls.ts';
import { unfold } from './unfold.ts';
import { CannotTell, TooMuch, type WayBook } from './way-book.ts';
import { kindOf, type Spot, type TakenWire, type Way } from './ways.ts';

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
    const found = known.get(alike) ?? weighedBy(book, ways, { most, weigh });
    found.path.forEach(take);
    known.set(alike, found);
    weighed.push(found);
  }
  return weighed;
}

interface Weighing {
  readonly most: number;
  readonly weigh: (way: Way) => number;
}

function weighedBy(book: WayBook, ways: Ways, { most, weigh }: Weighing): Weighed {
  const begun = weigh(book.first);
  if (book.first.to === null) return { most: begun, least: begun, path: [book.first] };
  const machine = mergePlaces(unfolded(mergePlaces(machineOf(book, ways, weigh))));
  const bound = boundOf(machine, book.answers);
  if (bound === null) return { most: null, least: begun, path: [book.first] };
  const found = costliestPath(machine, { bound, closer: () => lastRaiseBound(machine, book.answers), most });
  return { most: begun + found.most, least: begun + found.least, path: [book.first, ...waysAlong(book, found.path)] };
}

/** Places, once what is asked and who is next is told by them. */
const mostUnfolded = 8_000;

/** Who is next on a ladder, and which questions may still be answered: as far as there are not too many. */
function unfolded(machine: Machine): Machine {
  const told = [['rung', 'asked'], ['rung']].map((kinds) => unfold(machine, { isTold: (name) => kinds.includes(kindOf(name)), most: mostUnfolded }));
  return told.find((one) => one !== null) ?? machine;
}

/** The ways themselves: of the moves only their choices are needed. */
function waysAlong(book: WayBook, moves: readonly Move[]): readonly Way[] {
  const ways: Way[] = [];
  let [spot, counts] = [book.first.to, book.counts];
  for (const { intent } of moves) {
    if (spot === null) break;
    const way: Way = book.way(spot, intent, valueIn(book, counts));
    ways.push(way);
    counts = countsAfter(book, way, counts);
    spot = way.to;
  }
  return ways;
}

const wireName = ({ workflow, step, on }: TakenWire): string => `${workflow}/${step} ${on}`;
export const endingMark = 'ends ';

/** The wires that a way takes, and how it ends. */
export function toldBy({ wires, ending }: Way): readonly string[] {
  return [...wires.map(wireName), ...(ending === null ? [] : [`${endingMark}${ending}`])];
}
