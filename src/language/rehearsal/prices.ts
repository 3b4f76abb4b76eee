/**
 * What the counts of a machine are worth, as a bound of what can still be spent: no move costs more
 * than what it takes from them (`potential`). What does not matter at a place is worth nothing there.
 */

import { byOf, type Machine, type Move, type Setting } from './machine.ts';
import { mattering, matters } from './merge-places.ts';
import { type Arc, potentialOf } from './potential.ts';
import { isAgain, kindOf, lineOf } from './ways.ts';

/** No path costs more from that place on, with those counts. */
export type Bound = (place: number, counts: readonly number[]) => number;

/** Rounding of prices. */
const tiny = 1e-5;

/** `null`: no prices were found. */
export function boundOf(machine: Machine, answers: number): Bound | null {
  const pricing = new Pricing(machine, answers);
  const bits = mattering(machine);
  const counts = pricing.rows.map((count) => (matters(bits[machine.start], count) ? Math.max(0, machine.counts[count] ?? 0) : 0));
  const found = potentialOf(pricing.arcs(bits), machine.places, { start: machine.start, counts });
  if (found === null) return null;
  const priced = bits.map((at) => pricing.rows.flatMap((count, index) => {
    const price = found.prices[index] ?? 0;
    return price > 0 && matters(at, count) ? [{ count, price }] : [];
  }));
  return (place, now) => {
    let worth = found.rest[place] ?? 0;
    for (const { count, price } of priced[place] ?? []) worth += price * Math.max(0, now[count] ?? 0);
    return Math.floor(worth + tiny);
  };
}

/** What is never paid from is no bound. */
export const isPaidFrom = (setting: Setting): boolean => (byOf(setting) ?? 0) < 0;

class Pricing {
  readonly #machine: Machine;
  readonly #answers: number;
  /** The counts that something takes from. */
  readonly rows: readonly number[];

  constructor(machine: Machine, answers: number) {
    this.#machine = machine;
    this.#answers = answers;
    this.rows = [...new Set(machine.moves.flatMap(({ sets }) => sets.filter(isPaidFrom).map(({ count }) => count)))].toSorted((a, b) => a - b);
  }

  arcs(bits: readonly bigint[]): readonly Arc[] {
    const arcs = new Map<string, Arc>();
    for (const move of this.#machine.moves) {
      const gains = this.rows.flatMap((count, index) => {
        const by = this.#gain(move, count, { was: matters(bits[move.from], count), is: move.to >= 0 && matters(bits[move.to], count) });
        return by === 0 ? [] : [[index, by] as const];
      });
      const arc = { from: move.from, to: move.to, cost: move.cost, gains };
      arcs.set(JSON.stringify(arc), arc);
    }
    return [...arcs.values()];
  }

  /** The most that what is left above nothing can rise by; `was`, `is`: whether it matters. */
  #gain({ reads, sets }: Move, count: number, { was, is }: { readonly was: boolean; readonly is: boolean }): number {
    const least = was ? Math.max(0, reads.find((read) => read.count === count)?.least ?? 0) : 0;
    if (!is) return -least;
    const setting = sets.find((one) => one.count === count);
    if (setting === undefined) return 0;
    const by = byOf(setting);
    if (by !== null) return by >= 0 ? by : Math.max(0, least + by) - least;
    return this.#most(setting) - (setting.plus.some((term) => isItself(setting, term)) ? 0 : least);
  }

  /** Besides what it was, where that is a part of it. */
  #most(setting: Setting): number {
    const others = setting.plus.filter((term) => !isItself(setting, term));
    const sum = others.reduce((all, { count, times }) => all + Math.abs(times) * this.#highest(count, times > 0), setting.to);
    return Math.max(0, sum);
  }

  /** Of counts that others take over: grants are as many as the questions of those lines are answered. */
  #highest(count: number, isAdded: boolean): number {
    const name = this.#machine.names[count] ?? '';
    if (kindOf(name) !== 'grants') return plenty;
    const lines = this.#sources(lineOf(name));
    const questions = this.#machine.names.filter((one) => kindOf(one) === 'asked' && lines.has(lineOf(one))).length;
    return isAdded ? Math.max(1, questions) * this.#answers : 0;
  }

  /** The lines from which a line has its grants, itself among them. */
  #sources(line: string): ReadonlySet<string> {
    const lines = new Set([line]);
    for (const one of lines) {
      const grants = this.#machine.names.indexOf(`${one} grants`);
      const settings = this.#machine.moves.flatMap(({ sets }) => sets.filter(({ count }) => count === grants));
      for (const { plus } of settings) for (const { count } of plus) lines.add(lineOf(this.#machine.names[count] ?? ''));
    }
    return lines;
  }
}

const plenty = 1_000;

const isItself = ({ count }: Setting, term: Setting['plus'][number]): boolean => term.count === count && term.times === 1;

/** Where a failure was met is not where attempts are. */
export const isCap = (name: string): boolean => !isAgain(name) && (kindOf(name) === 'left' || kindOf(name) === 'conflicts');
