/** A path of ways that were learnt one by one, gone along once through the brain from the start: it must happen as it was told. */

import type { Ir } from '../../kernel/ir.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { indexPlan } from '../../kernel/plan.ts';
import { initialState } from '../../kernel/state.ts';
import { Course } from './course.ts';
import { Learning } from './learning.ts';
import { type Following, type Gone, goOn, type Hear } from './next-choice.ts';
import { begin, inputsOf } from './walk.ts';
import type { Way } from './ways.ts';

export interface Replayed {
  readonly course: Course;
  /** Orders of agents, by task and agent. */
  readonly orders: Way['orders'];
}

/** `null`: it comes to its end before all choices were made, or not at all. */
export function replayPath(ir: Ir, path: readonly Way[], following: Following): Replayed | null {
  const begun = begin(ir, inputsOf(ir));
  if (isRefusal(begun)) return null;
  const course = new Course();
  const counting = { plan: indexPlan(ir), answers: following.answers, lessons: new Map(), counted: following.counted };
  const learning = new Learning(initialState(), counting);
  const hear: Hear = (events, state) => {
    learning.hear(events, state);
    for (const event of events) course.add(event, state);
  };
  hear(begun.events, begun.state);
  let gone: Gone = goOn({ state: begun.state, intents: new Map() }, following, hear);
  for (const { intent } of path.slice(1)) {
    if ('kind' in gone.next) return null;
    const intents = new Map(gone.place.intents).set(gone.next.visit.id, intent);
    gone = goOn({ state: gone.place.state, intents }, following, hear);
  }
  return 'kind' in gone.next && gone.next.kind !== 'stuck' ? { course, orders: learning.learnt(gone.place.state).orders } : null;
}
