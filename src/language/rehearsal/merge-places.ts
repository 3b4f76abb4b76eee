/**
 * Places from which the same can follow are one: places that were told apart by attempts that nothing
 * can repeat any more. What no path reads before it is set anew does not matter.
 */

import { type Machine, type Move, movesFrom } from './machine.ts';

/** By place, a bit for each count that matters there. */
export function mattering(machine: Machine): readonly bigint[] {
  const bits = Array.from({ length: machine.places }, () => 0n);
  const from = movesFrom(machine);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (let place = machine.places - 1; place >= 0; place -= 1) {
      const now = (from[place] ?? []).reduce((sum, move) => sum | neededBy(move, bits), bits[place] ?? 0n);
      isChanged ||= now !== bits[place];
      bits[place] = now;
    }
  }
  return bits;
}

export const matters = (bits: bigint | undefined, count: number): boolean => (((bits ?? 0n) >> BigInt(count)) & 1n) === 1n;

function neededBy({ to, reads, sets }: Move, bits: readonly bigint[]): bigint {
  const after = to < 0 ? 0n : bits[to] ?? 0n;
  let needed = after;
  for (const { count } of sets) if (matters(after, count)) needed &= ~(1n << BigInt(count));
  for (const { count, plus } of sets) if (matters(after, count)) for (const term of plus) needed |= 1n << BigInt(term.count);
  return reads.reduce((sum, { count }) => sum | (1n << BigInt(count)), needed);
}

export function mergePlaces(machine: Machine): Machine {
  const bits = mattering(machine);
  const moves = machine.moves.map((move) => ({ ...move, sets: move.sets.filter(({ count }) => move.to >= 0 && matters(bits[move.to], count)) }));
  const kinds = numbered(moves.map(kindOf));
  const from: number[][] = Array.from({ length: machine.places }, () => []);
  for (const [index, move] of moves.entries()) from[move.from]?.push(index);
  let merged = numbered(bits.map(String));
  for (let before = 0; before !== countOf(merged);) {
    before = countOf(merged);
    const known = merged;
    const on = (index: number): string => `${kinds[index] ?? 0}>${known[moves[index]?.to ?? -1] ?? -1}`;
    merged = numbered(from.map((list, place) => `${known[place]}: ${[...new Set(list.map(on))].toSorted().join(' ')}`));
  }
  return renumbered({ ...machine, moves }, merged);
}

const countOf = (numbers: readonly number[]): number => new Set(numbers).size;

function numbered(names: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** With its words: a path through places that were merged is one through those that there are. */
function kindOf({ cost, intent: { word, isStale, isKept }, reads, sets }: Move): string {
  return JSON.stringify([cost, word, isStale ?? false, isKept ?? false, reads.map(({ count, least, most }) => [count, least, `${most}`]), sets]);
}

/** Of words that have the same effect one is enough. */
function renumbered(machine: Machine, merged: readonly number[]): Machine {
  const first = new Map<number, number>();
  for (const [place, number] of merged.entries()) if (!first.has(number)) first.set(number, place);
  const moves = new Map<string, Move>();
  for (const move of machine.moves) {
    const number = merged[move.from] ?? 0;
    if (first.get(number) !== move.from) continue;
    const next = { ...move, from: number, to: move.to < 0 ? -1 : merged[move.to] ?? -1 };
    const key = `${number}>${next.to} ${kindOf({ ...next, intent: { word: '' } })}`;
    if (!moves.has(key)) moves.set(key, next);
  }
  return { ...machine, start: merged[machine.start] ?? 0, places: first.size, moves: [...moves.values()] };
}
