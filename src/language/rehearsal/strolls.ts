/** Paths at random, the same every time, each with its own habits: to see which ways are taken by one that there is. */

import { countsAfter, valueIn } from './real-paths.ts';
import type { WayBook } from './way-book.ts';
import type { Counts, Spot, Way } from './ways.ts';

const most = 3_000;
const longest = 2_000;

export function strolls(book: WayBook, take: (way: Way) => void, isEnough: () => boolean): void {
  const random = numbers();
  for (let stroll = 0; stroll < most && !isEnough(); stroll += 1) goOnce(book, take, random);
}

function goOnce(book: WayBook, take: (way: Way) => void, random: (below: number) => number): void {
  const habits = new Map<string, number>();
  const isStubborn = random(8);
  let spot: Spot | null = book.first.to;
  let counts: Counts = book.counts;
  for (let moves = 0; spot !== null && moves < longest; moves += 1) {
    const value = valueIn(book, counts);
    const intents = book.menu(spot, value);
    const { step, frame } = spot.occasion;
    const name = `${frame.workflow}/${step.name}`;
    const habit = habits.get(name) ?? random(1_000);
    habits.set(name, habit);
    const intent = intents[(random(8) < isStubborn ? habit : random(1_000)) % intents.length];
    if (intent === undefined) return;
    const way: Way = book.way(spot, intent, value);
    take(way);
    counts = countsAfter(book, way, counts);
    spot = way.to;
  }
}

/** Whole numbers below a bound, the same every time. */
function numbers(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}
