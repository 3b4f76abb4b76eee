/** A journal with another `append`, and all else as it is: where faults and records stand between. */
import type { Journal } from '../../src/ports/journal.ts';

export function withAppend<T extends { readonly journal: Journal }>(parts: T, append: Journal['append']): T {
  const { journal } = parts;
  return {
    ...parts,
    journal: {
      append,
      read: (run, page) => journal.read(run, page),
      head: (run) => journal.head(run),
      runs: () => journal.runs(),
      wake: (run) => journal.wake(run),
      close: () => journal.close(),
    },
  };
}
