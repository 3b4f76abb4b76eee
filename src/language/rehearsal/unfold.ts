/** A machine whose places tell some small counts as well: what can follow is known there for sure. */

import { isPossible, countsBy, type Machine, type Move, movesFrom } from './machine.ts';
import { matters, mattering } from './merge-places.ts';

export interface Unfolding {
  readonly isTold: (name: string) => boolean;
  /** Places. */
  readonly most: number;
}

/** `null`: there are more places than that, or what is told follows from what is not. */
export function unfold(machine: Machine, { isTold, most }: Unfolding): Machine | null {
  const told = [...machine.names.keys()].filter((count) => isTold(machine.names[count] ?? ''));
  if (machine.moves.some(({ sets }) => sets.some(({ count, plus }) => told.includes(count) && plus.some((term) => !told.includes(term.count))))) return null;
  const bits = mattering(machine);
  const from = movesFrom(machine);
  const known = new Map<string, number>();
  const places: (readonly [number, readonly number[]])[] = [];
  const number = (place: number, counts: readonly number[]): number => {
    const key = `${place}:${told.map((count) => (matters(bits[place], count) ? counts[count] : '')).join()}`;
    const found = known.get(key) ?? places.length;
    if (found === places.length) places.push([place, counts]);
    known.set(key, found);
    return found;
  };
  number(machine.start, machine.counts);
  const moves: Move[] = [];
  for (const [at, [place, counts]] of places.entries()) {
    if (places.length > most) return null;
    for (const move of from[place] ?? []) {
      if (!isPossible({ ...move, reads: move.reads.filter(({ count }) => told.includes(count)) }, counts)) continue;
      moves.push({ ...without(move, told), from: at, to: move.to < 0 ? -1 : number(move.to, countsBy(move, counts)) });
    }
  }
  return { ...machine, start: 0, places: places.length, moves };
}

function without(move: Move, told: readonly number[]): Move {
  return { ...move, reads: move.reads.filter(({ count }) => !told.includes(count)), sets: move.sets.filter(({ count }) => !told.includes(count)) };
}
