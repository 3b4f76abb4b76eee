/** How questions and publications change (R2, R3). */

import { must } from '../assert.ts';
import type { PeopleEvent } from '../event.ts';
import { rankedAdd, rankedRemove } from '../ranked.ts';
import type { Question } from '../rows.ts';
import type { State } from '../state.ts';
import { spokenTo } from '../spoken.ts';
import { openOrder, withGuidance } from './frame.ts';
import type { Handlers } from './handlers.ts';
import { count, patchLine, patchOrder, patchRun, patchVisit } from './rows.ts';

export const peopleHandlers: Handlers<PeopleEvent> = {
  QuestionAsked(state, event) {
    const { question: id, visit, kind, words, shows, timeoutAt } = event;
    state.questions.set(id, { id, visit, kind, words, shows, status: 'open', answer: null });
    patchVisit(state, visit, { question: id });
    count(state, 'questions', 1);
    countOpen(state, kind, 1);
    if (timeoutAt !== null) rankedAdd(state.chains.timers, { item: `visit ${visit}`, rank: timeoutAt });
  },
  QuestionChanged: (state, event) => void patchQuestion(state, event.question, { shows: event.shows }),
  QuestionAnswered(state, event) {
    const { question, word, shows } = event;
    patchQuestion(state, question, { status: 'answered', answer: { word, shows } });
  },
  QuestionVoided: (state, event) => void patchQuestion(state, event.question, { status: 'void' }),
  Said(state, event) {
    const question = patchQuestion(state, event.question, { status: 'agent' });
    const visit = must(state.visits.get(question.visit), question.visit);
    const words = { person: event.person, text: event.text };
    patchVisit(state, visit.id, { turns: visit.turns + 1, open: [...visit.open, event.order], dialogue: [...visit.dialogue ?? [], words] });
    openOrder(state, visit.id, event);
    patchOrder(state, event.order, spokenTo({ epoch: 0 }, words));
  },
  Spoken(state, { order: id, line, person, guidance }) {
    const words = { person, text: guidance.text };
    const order = must(state.orders.get(id), id);
    patchOrder(state, id, spokenTo(order, words));
    patchLine(state, line, { guidance: withGuidance(must(state.lines.get(line), line), guidance) });
    const visit = order.kind === 'talk' ? state.visits.get(order.visit ?? '') : undefined;
    if (visit !== undefined) patchVisit(state, visit.id, { dialogue: [...visit.dialogue ?? [], words] });
  },
  TurnTaken(state, event) {
    const question = patchQuestion(state, event.question, { status: 'open' });
    const visit = must(state.visits.get(question.visit), question.visit);
    patchVisit(state, visit.id, { dialogue: [...visit.dialogue ?? [], { person: null, text: event.text }] });
  },
  PublishIntended(state, event) {
    const visit = must(state.visits.get(event.visit), event.visit);
    patchVisit(state, visit.id, { intent: event.commit, open: [...visit.open, event.order] });
    openOrder(state, visit.id, event);
  },
  Published(state, event) {
    const { publication: id, remote, branch, commit } = event;
    patchRun(state, { publications: [...state.run.publications, { id, remote, branch, commit, open: true }] });
  },
  PublicationClosed(state, event) {
    patchRun(state, {
      publications: state.run.publications.map((item) => (item.id === event.publication ? { ...item, open: false } : item)),
    });
  },
};

function countOpen(state: State, kind: Question['kind'], by: number): void {
  count(state, 'openQuestions', by);
  if (kind === 'publish') count(state, 'openPublishes', by);
}

/** Questions that wait for a person are counted (R3): those that are open. */
function patchQuestion(state: State, id: string, change: Partial<Question>): Question {
  const before = must(state.questions.get(id), id);
  const after = { ...before, ...change };
  state.questions.set(id, after);
  if (before.status === 'open' && after.status !== 'open') countOpen(state, before.kind, -1);
  if (before.status !== 'open' && after.status === 'open') countOpen(state, before.kind, 1);
  if (after.status !== 'open' && after.status !== 'agent') {
    rankedRemove(state.chains.timers, `visit ${after.visit}`);
  }
  return after;
}
