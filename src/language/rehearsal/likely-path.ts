/**
 * A costly path, found at once: from move to move only those places are kept from which most could
 * still be spent, of several those that leave most of the caps. None may be the costliest.
 */

import { countsBy, isPossible, type Machine, type Move, movesFrom } from './machine.ts';
import type { Bound } from './prices.ts';
import { kindOf } from './ways.ts';

/** Places that are kept at each step, and steps: caps end every path long before (R6). */
const kept = 300;
const mostSteps = 5_000;

/** What an order may be worth, in what is left of caps, where places could cost as much. */
export const worths: readonly number[] = [6, 2, 1];

interface Reached {
  readonly place: number;
  readonly counts: readonly number[];
  readonly cost: number;
  readonly before: Reached | null;
  readonly by: Move | null;
  readonly could: number;
  readonly thrift: number;
}

export function likelyPath(machine: Machine, bound: Bound, worth: number): readonly Move[] {
  const from = movesFrom(machine);
  const caps = [...machine.names.keys()].filter((count) => kindOf(machine.names[count] ?? '') === 'left');
  let best: Reached | null = null;
  let front: readonly Reached[] = [{ place: machine.start, counts: machine.counts, cost: 0, before: null, by: null, could: 0, thrift: 0 }];
  for (let step = 0; step < mostSteps && front.length > 0; step += 1) {
    const next = new Map<string, Reached>();
    for (const reached of front) {
      for (const move of from[reached.place] ?? []) {
        if (!isPossible(move, reached.counts)) continue;
        const after = reachedBy(reached, move, { bound, caps, worth });
        if (move.to >= 0) keep(next, after);
        else if (after.cost > (best?.cost ?? -1)) best = after;
      }
    }
    front = [...next.values()].toSorted((one, other) => other.could - one.could || other.thrift - one.thrift).slice(0, kept);
  }
  return movesTo(best);
}

interface Reaching {
  readonly bound: Bound;
  readonly caps: readonly number[];
  readonly worth: number;
}

function reachedBy(before: Reached, by: Move, { bound, caps, worth }: Reaching): Reached {
  const cost = before.cost + by.cost;
  const counts = by.to < 0 ? before.counts : countsBy(by, before.counts);
  const left = caps.reduce((sum, count) => sum + (counts[count] ?? 0), 0);
  return { place: by.to, counts, cost, before, by, could: cost + (by.to < 0 ? 0 : bound(by.to, counts)), thrift: worth * cost + left };
}

function keep(next: Map<string, Reached>, reached: Reached): void {
  const key = `${reached.place} ${reached.counts.join()}`;
  if ((next.get(key)?.cost ?? -1) < reached.cost) next.set(key, reached);
}

function movesTo(last: Reached | null): readonly Move[] {
  const moves: Move[] = [];
  for (let reached = last; reached !== null; reached = reached.before) if (reached.by !== null) moves.push(reached.by);
  return moves.toReversed();
}
