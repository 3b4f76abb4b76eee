/** The counts along a path: those at the start, and what each way makes of them. */

import type { CountName } from './counts.ts';
import type { WayBook } from './way-book.ts';
import { changed, type Counts, isAgain, lineOf, type Way } from './ways.ts';

/** A failure that was not met yet has what the line's grants leave. */
export function valueIn(book: WayBook, counts: Counts): (name: CountName) => number {
  return (name) => counts.get(name) ?? book.unmet(name) + (isAgain(name) ? counts.get(`${lineOf(name)} grants`) ?? 0 : 0);
}

export function countsAfter(book: WayBook, way: Way, counts: Counts): Counts {
  const { to } = way;
  const next = new Map<CountName, number>();
  if (to === null) return next;
  const value = valueIn(book, counts);
  for (const name of counts.keys()) if (to.lines.has(lineOf(name))) next.set(name, changed(way, name, value));
  for (const name of way.changes.keys()) if (to.lines.has(lineOf(name))) next.set(name, changed(way, name, value));
  return next;
}
