/** What waits in a run, with the files that its patches and commits change: read from the journal and from git. */

import { expectedMessage, type Espalier } from '../compose.ts';
import type { ChangedFile, RunDiff } from '../compose/run-diff.ts';
import { History } from './history.ts';
import { hasWaiting, type Waiting, waitingIn } from './inbox-view.ts';
import type { Surroundings } from './terminal.ts';

/** A thing that waits as a card shows it. */
export interface Card extends Omit<Waiting, 'change'> {
  readonly change: CardChange | null;
}

export interface CardChange {
  readonly from: string;
  /** The commit; `null`: its patch is not kept here any longer. */
  readonly to: string | null;
  readonly patch: string | null;
  /** `null`: they cannot be read, and `why` says why. */
  readonly files: readonly ChangedFile[] | null;
  readonly why: string | null;
}

export async function readWaiting(run: string, espalier: Espalier, { env }: Pick<Surroundings, 'env'>): Promise<readonly Card[]> {
  if (!await espalier.look(run, ({ state }) => hasWaiting(state))) return [];
  const history = new History();
  const waiting = await espalier.replay(run, ({ state }) => waitingIn(state, history), { onEvent: (event) => history.add(event) });
  if (!waiting.some(({ change }) => change !== null)) return waiting.map((one) => ({ ...one, change: null }));
  const { RunDiff } = await import('../compose/run-diff.ts');
  const cards: Card[] = [];
  for (const one of waiting) {
    cards.push({ ...one, change: one.change === null ? null : await readChange(one.change, () => RunDiff.open({ directory: espalier.directory, path: env['PATH'] ?? '' }, run)) });
  }
  return cards;
}

/** A card without its files is still a card: it says what is missing. */
async function readChange({ from, to, patch }: NonNullable<Waiting['change']>, open: () => Promise<RunDiff | null>): Promise<CardChange> {
  try {
    const diff = await open();
    if (diff === null) return { from, to, patch, files: null, why: 'the run works on no repository of this machine' };
    const commit = to ?? await diff.patch(patch ?? '');
    if (commit === null) return { from, to: null, patch, files: null, why: 'the patch is not kept in the repository any longer' };
    return { from, to: commit, patch, files: await diff.files({ from, to: commit }), why: null };
  } catch (error) {
    const why = expectedMessage(error);
    if (why === null) throw error;
    return { from, to, patch, files: null, why };
  }
}
