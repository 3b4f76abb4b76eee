/** `say RUN LEAF WORDS`: something that a leaf at work is to know at once, or a person's turn in a dialogue that waits for it. */

import type { State } from '../kernel/state.ts';
import { withRun } from './open-journal.ts';
import { nameOf } from './print/told.ts';
import { type Saying, speak } from './speak.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const say: Act = (call, terminal) => {
  const [word = '', of = '', ...words] = call.arguments;
  const text = words.join(' ');
  if (text.trim() === '') throw new UsageError('WORDS are empty. Say what the leaf should know.');
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const saying = await espalier.look(run, ({ state }): Saying => {
      const question = dialogueOf(state, of);
      return question === null ? { type: 'speak', order: orderOf(state, of, run), text } : { type: 'say', question, text };
    });
    return speak(saying, { run, espalier, call, terminal });
  });
};

/** The dialogue in which it is a person's turn, by its question, its visit or its step. */
function dialogueOf(state: State, of: string): string | null {
  const open = [...state.questions.entries()].map(([, question]) => question).filter(({ kind, status }) => kind === 'talk' && status === 'open');
  return open.find(({ id, visit }) => [id, visit, nameOf(visit), state.visits.get(visit)?.step].includes(of))?.id ?? null;
}

/** The order at which a leaf is at work, by its name, its step or its task. One at which none is goes to the brain, which says why not. */
function orderOf(state: State, of: string, run: string): string {
  const leaves = leavesOf(state);
  const meant = leaves.filter(({ names }) => names.includes(of)).map(({ order }) => order);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only !== undefined) throw new UsageError(`${JSON.stringify(of)} may be any of ${meant.map(nameOf).join(', ')}. Name the order.`);
  const known = [of, `@/${of}`].find((id) => state.orders.has(id));
  if (known !== undefined) return known;
  const there = leaves.length === 0 ? 'no leaf is at work now' : `leaves are at work on ${leaves.map(({ order }) => nameOf(order)).join(', ')}`;
  throw new UsageError(`No leaf of ${run} is at work on ${JSON.stringify(of)}: ${there}.`);
}

interface Leaf {
  readonly order: string;
  readonly names: readonly string[];
}

function leavesOf(state: State): readonly Leaf[] {
  return state.leases.keys().flatMap((id): readonly Leaf[] => {
    const order = state.orders.get(id);
    if (order === undefined || (order.kind !== 'agent' && order.kind !== 'talk')) return [];
    const visit = state.visits.get(order.visit ?? '');
    const task = state.frames.get(visit?.frame ?? '')?.task ?? null;
    return [{ order: id, names: [id, nameOf(id), ...(visit === undefined ? [] : [visit.id, nameOf(visit.id), visit.step]), ...(task === null ? [] : [task])] }];
  });
}
