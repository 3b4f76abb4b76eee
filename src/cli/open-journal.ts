/** The journal that the environment names, and the run in it that a word means. */

import { isAbsolute } from 'node:path';
import { type Espalier, openExisting, stateDirectory } from '../compose.ts';
import { nearestWords } from '../compose/nearest-word.ts';
import type { Surroundings } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Where state is kept. Throws `UsageError` where nothing says so. */
export function stateDirectoryOf({ env, home }: Surroundings): string {
  const directory = stateDirectory({ stateHome: env['XDG_STATE_HOME'], home: home() ?? '' });
  if (isAbsolute(directory)) return directory;
  throw new UsageError('There is no home directory to keep state in. Set XDG_STATE_HOME to an absolute path.');
}

/** Opens it for reading, and closes it whatever happens. `null`: there is none yet, and none is made. */
export async function withJournal<T>(surroundings: Surroundings, use: (espalier: Espalier | null) => Promise<T>): Promise<T> {
  const espalier = openExisting(stateDirectoryOf(surroundings));
  try {
    return await use(espalier);
  } finally {
    await espalier?.close();
  }
}

/** The same for a verb about one run. */
export async function withRun<T>(word: string, surroundings: Surroundings, use: (run: string, espalier: Espalier) => Promise<T>): Promise<T> {
  return withJournal(surroundings, async (espalier) => {
    const runs = espalier === null ? [] : await espalier.runs();
    const run = findRun(word, runs);
    if (espalier === null) throw new UsageError(`There is no run ${word}.`);
    return use(run, espalier);
  });
}

/** A run's whole id, or a beginning of it that no other run has. */
export function findRun(word: string, runs: readonly string[]): string {
  // A beginning of every run: an empty variable of a script, not a choice.
  if (word === '') throw new UsageError('RUN is empty. Give the id of a run, or enough of its beginning.');
  if (runs.includes(word)) return word;
  const begun = runs.filter((run) => run.startsWith(word));
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return only;
  if (begun.length > 1) throw new UsageError(`${word} may be any of ${begun.length} runs: ${some(begun)}. Give more of it.`);
  if (runs.length === 0) throw new UsageError(`There is no run ${word}: the journal has none yet.`);
  const near = nearestWords(word, runs, most);
  const help = near.length > 0 ? `Did you mean ${some(near)}?` : '`espalier list` shows those there are.';
  throw new UsageError(`There is no run ${word}. ${help}`);
}

const most = 3;

function some(runs: readonly string[]): string {
  return runs.length <= most ? runs.join(', ') : `${runs.slice(0, most).join(', ')}, …`;
}
