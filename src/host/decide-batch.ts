/**
 * Decides a batch of commands on a tentative state: each sees what the one before it caused.
 *
 * Nothing of this is true until the events are durable; whoever calls it throws the state away
 * if they are not.
 */

import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import type { Brain } from '../ports/brain.ts';
import type { NewEvent } from '../ports/journal.ts';
import { encodeEvent } from './event-codec.ts';

export type Answer<E> = readonly E[] | Refusal;

export interface Decided<S, E> {
  readonly kind: 'decided';
  readonly state: S;
  /** One for each command, in order. */
  readonly answers: readonly Answer<E>[];
  readonly events: readonly NewEvent[];
}

/**
 * The brain threw, a broken invariant and not a refusal, or no journal would take what it decided. The
 * state is not to be used any more.
 */
export interface Broken {
  readonly kind: 'broken';
  /** Which command it was. */
  readonly index: number;
  readonly error: unknown;
}

export function decideBatch<S, C, E>(brain: Brain<S, C, E>, start: S, commands: readonly C[]): Decided<S, E> | Broken {
  let state = start;
  const answers: Answer<E>[] = [];
  const events: NewEvent[] = [];
  for (const [index, command] of commands.entries()) {
    try {
      const answer = brain.decide(state, command);
      answers.push(answer);
      if (isRefusal(answer)) continue;
      for (const event of answer) {
        state = brain.evolve(state, event);
        events.push(encodeEvent(brain, event));
      }
    } catch (error) {
      return { kind: 'broken', index, error };
    }
  }
  return { kind: 'decided', state, answers, events };
}
