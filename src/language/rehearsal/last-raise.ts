/**
 * A bound that knows that a path has an end. Prices alone hold for many paths together, of which one
 * may use up what another leaves. But after the last time that caps were raised, by an answer or a
 * conflict, a path takes from some of them only: what was raised of the others is never spent. So
 * each choice of caps that can be spent together at the end is bounded by itself.
 */

import { byOf, type Machine, type Move, movesFrom, type Range } from './machine.ts';
import { boundOf, isCap, isPaidFrom } from './prices.ts';

/** Choices that are looked at. */
const mostChoices = 12;

/** No path costs more; `null`: that is not known. */
export function lastRaiseBound(machine: Machine, answers: number): number | null {
  const calm = machine.moves.filter((move) => !raises(machine, move));
  const choices = spentTogether(machine, calm);
  if (choices.length > mostChoices) return null;
  const machines = [{ ...machine, moves: calm }, ...choices.map((choice) => endingWith(machine, choice))];
  const bounds = machines.map((one) => boundOf(one, answers)?.(one.start, one.counts) ?? null);
  return bounds.includes(null) ? null : Math.max(...bounds.map((bound) => bound ?? 0));
}

function raises({ names }: Machine, { sets }: Move): boolean {
  return sets.some((setting) => isCap(names[setting.count] ?? '') && (byOf(setting) ?? 1) > 0);
}

/** The caps that a move takes from, as bits. */
function spentBy({ names }: Machine, { sets }: Move): bigint {
  const spent = sets.filter((setting) => isCap(names[setting.count] ?? '') && isPaidFrom(setting));
  return spent.reduce((bits, { count }) => bits | (1n << BigInt(count)), 0n);
}

/** The largest sets of caps that some path can take from without raising any. */
function spentTogether(machine: Machine, calm: readonly Move[]): readonly bigint[] {
  const from = movesFrom({ ...machine, moves: calm });
  const sets = Array.from({ length: machine.places }, (): readonly bigint[] => [0n]);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (let place = machine.places - 1; place >= 0; place -= 1) {
      const old = sets[place] ?? [];
      const after = (from[place] ?? []).flatMap((move) => (sets[move.to] ?? [0n]).map((set) => set | spentBy(machine, move)));
      const now = largest([...old, ...after]);
      isChanged ||= now.some((set) => !old.includes(set));
      sets[place] = now;
    }
  }
  return largest(sets.flat());
}

const largest = (sets: readonly bigint[]): readonly bigint[] =>
  [...new Set(sets)].filter((set, _, all) => all.every((other) => other === set || (set & other) !== set));

/** Two machines, one after the other: from a raise on it may be the second, which takes from the choice only, and ends. */
function endingWith(machine: Machine, choice: bigint): Machine {
  const second = (place: number): number => (place < 0 ? -1 : machine.places + place);
  // That a cap was used up which nothing is spent from any more is not asked: so it is worth nothing.
  const isSpent = ({ count }: Range): boolean => !isCap(machine.names[count] ?? '') || ((choice >> BigInt(count)) & 1n) === 1n;
  const moves = machine.moves.flatMap((move): readonly Move[] => {
    const first = move.to < 0 ? [] : [move];
    if (raises(machine, move)) return [...first, { ...move, to: second(move.to) }];
    const isChosen = (spentBy(machine, move) & ~choice) === 0n;
    return isChosen ? [...first, { ...move, from: second(move.from), to: second(move.to), reads: move.reads.filter(isSpent) }] : first;
  });
  return { ...machine, places: 2 * machine.places, moves };
}
