/**
 * An upper bound of what can still be spent, for every place at once: a price for each count that
 * falls, such that no way costs more than what it takes from the counts is worth. The prices that
 * bound it best are the dual of a linear programme, whose columns are loops and paths.
 */

import { Simplex } from './simplex.ts';

export interface Arc {
  readonly from: number;
  /** `-1`: an end. */
  readonly to: number;
  readonly cost: number;
  /** At most so much is added to each count; what it takes is negative. */
  readonly gains: readonly (readonly [number, number])[];
}

export interface Potential {
  readonly prices: readonly number[];
  /** What is left to come from each place, besides what the counts are worth. */
  readonly rest: Float64Array;
}

/** Where the bound is to be the best there is; it holds everywhere. */
export interface Standing {
  readonly start: number;
  readonly counts: readonly number[];
}

const tiny = 1e-7;

/** `null`: no prices bound it, or none were found in so many rounds. */
export function potentialOf(arcs: readonly Arc[], places: number, { start, counts }: Standing): Potential | null {
  const simplex = new Simplex([...counts, 1]);
  for (let round = 0; round < mostRounds; round += 1) {
    const prices = simplex.prices();
    const found = improve(arcs, places, prices);
    if (found.loop === null) {
      const [path, weight] = pathFrom(arcs, found, start);
      if (weight <= (prices.at(-1) ?? 0) + tiny) return { prices: prices.slice(0, -1), rest: found.rest };
      if (!simplex.add(column(path, counts.length, 1), costOf(path))) return null;
    } else if (!simplex.add(column(found.loop, counts.length, 0), costOf(found.loop))) return null;
  }
  return null;
}

const mostRounds = 3_000;

const costOf = (path: readonly Arc[]): number => path.reduce((sum, { cost }) => sum + cost, 0);

/** What it takes from each count, and whether it is a path. */
function column(path: readonly Arc[], counts: number, isPath: number): readonly number[] {
  const takes = Array.from({ length: counts + 1 }, () => 0);
  for (const { gains } of path) for (const [count, by] of gains) takes[count] = (takes[count] ?? 0) - by;
  takes[counts] = isPath;
  return takes;
}

interface Found {
  readonly rest: Float64Array;
  /** By place: the arc that is best from there. */
  readonly next: readonly (Arc | undefined)[];
  readonly loop: readonly Arc[] | null;
}

/** The dearest way to an end from every place, at these prices; or a loop that is worth going round. */
function improve(arcs: readonly Arc[], places: number, prices: readonly number[]): Found {
  const rest = new Float64Array(places).fill(-Infinity);
  const next: (Arc | undefined)[] = [];
  const worth = arcs.map(({ cost, gains }) => gains.reduce((sum, [count, by]) => sum + by * (prices[count] ?? 0), cost));
  for (let round = 0; round <= places; round += 1) {
    let isChanged = false;
    for (const [index, arc] of arcs.entries()) {
      const now = (worth[index] ?? 0) + (arc.to < 0 ? 0 : rest[arc.to] ?? 0);
      if (now <= (rest[arc.from] ?? 0) + tiny / 100) continue;
      rest[arc.from] = now;
      next[arc.from] = arc;
      isChanged = true;
    }
    if (!isChanged) break;
    const loop = loopIn(next, places);
    if (loop !== null) return { rest, next, loop };
  }
  return { rest, next, loop: null };
}

function loopIn(next: readonly (Arc | undefined)[], places: number): readonly Arc[] | null {
  const seen = new Int32Array(places).fill(-1);
  for (let start = 0; start < places; start += 1) {
    let at = start;
    while (at >= 0 && seen[at] === -1) {
      seen[at] = start;
      at = next[at]?.to ?? -1;
    }
    if (at < 0 || seen[at] !== start) continue;
    const loop: Arc[] = [];
    const first = at;
    do {
      const arc = next[at];
      if (arc === undefined) break;
      loop.push(arc);
      at = arc.to;
    } while (at !== first);
    return loop;
  }
  return null;
}

/** To an end. */
function pathFrom(arcs: readonly Arc[], { next, rest }: Found, start: number): readonly [readonly Arc[], number] {
  const path: Arc[] = [];
  let at = start;
  while (at >= 0 && path.length <= arcs.length) {
    const arc = next[at];
    if (arc === undefined) break;
    path.push(arc);
    at = arc.to;
  }
  return [path, rest[start] ?? 0];
}
