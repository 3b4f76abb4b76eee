/** Questions, dialogues and publishing: where a person decides (R2, R3, R6). */

import type { Step, PublishStep } from '../ir.ts';
import type { CommandOf } from '../command.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Question, QuestionKind } from '../rows.ts';
import { orderFor } from './attempts.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { branchOf, placeOf } from './look.ts';

interface Asking {
  readonly kind: QuestionKind;
  readonly words: readonly string[];
  readonly shows: string;
  readonly timeoutMs?: number | undefined;
}

export function ask(draft: Draft, visit: string, asking: Asking): void {
  const { kind, words, shows, timeoutMs } = asking;
  const question = `q${draft.state.counts.questions + 1}`;
  const timeoutAt = timeoutMs === undefined ? null : draft.at + timeoutMs;
  emit(draft, { type: 'QuestionAsked', question, visit, kind, words, shows, timeoutAt });
}

/** Publishing starts as a question, bound to exactly this commit (R2). */
export function enterPublish(draft: Draft, visit: string, step: PublishStep): void {
  const { landing } = draft.state;
  if (landing.landed === 0) {
    const text = 'nothing has landed, so there is nothing to publish';
    draft.todo.push({ do: 'outcome', visit, word: 'fail', guidance: guidance(step.name, 'fail', { text }) });
    return;
  }
  ask(draft, visit, { kind: 'publish', words: ['approved', 'rejected'], shows: landing.tip });
}

/** The tip moved while somebody was asked about it: the question is another one now. */
export function tipMoved(draft: Draft): void {
  if (draft.state.counts.openPublishes === 0) return;
  for (const id of draft.state.questions.keys()) {
    const question = draft.state.questions.get(id);
    if (question?.kind !== 'publish' || question.status !== 'open') continue;
    if (question.shows !== draft.state.landing.tip) {
      emit(draft, { type: 'QuestionChanged', question: id, shows: draft.state.landing.tip });
    }
  }
}

export function answer(draft: Draft, command: CommandOf<'answer'>): Refusal | null {
  const question = draft.state.questions.get(command.question);
  if (question === undefined) return refuse('unknown-question', `there is no question ${command.question}`);
  const again = question.answer;
  if (again !== null && again.word === command.word && again.shows === command.shows) return null;
  const refusal = cannotAnswer(draft, question, command);
  if (refusal !== null) return refusal;
  const { question: id, shows, word, text, person } = command;
  emit(draft, { type: 'QuestionAnswered', question: id, shows, word, text, person });
  if (question.kind === 'publish') answerPublish(draft, question, command);
  else answerStep(draft, question, command);
  return null;
}

function cannotAnswer(draft: Draft, question: Question, command: CommandOf<'answer'>): Refusal | null {
  const { question: id, shows, word, person } = command;
  if (question.status === 'answered') return refuse('answered', `${id} was already answered ${question.answer?.word ?? ''}`, 'L6');
  if (question.status !== 'open') return refuse('not-open', `${id} is ${question.status}; it takes no answer now`, 'T6');
  if (question.shows !== shows) {
    return refuse('changed', `what ${id} shows has changed to ${question.shows} since ${shows} was looked at; look again`, 'R2', 'E6');
  }
  if (!question.words.includes(word)) {
    return refuse('unknown-word', `${id} takes ${question.words.join(', ')}; found ${word}`);
  }
  return mayNot(draft, person, question.kind === 'publish' ? 'publish' : 'answer');
}

/**
 * R2: by someone allowed to give it. An empty list leaves it to the edge. Who may `answer` may say
 * whatever else people say to a run; who may `publish` lets it out.
 */
export function mayNot(draft: Draft, person: string, act: 'answer' | 'publish'): Refusal | null {
  const { people } = draft.plan.ir;
  if (person.trim() === '') return refuse('nobody', 'a person must be named', 'R2');
  if (people.length === 0) return null;
  const allowed = people.filter((item) => item.may.includes(act)).map((item) => item.name);
  if (allowed.includes(person)) return null;
  const who = allowed.length === 0 ? 'nobody may' : `${allowed.join(', ')} may`;
  return refuse('not-allowed', `${person} may not ${act} in this run; ${who}`, 'R2');
}

/** An answer approves what it was shown, and grants more of what the caps had used up (R6). */
function answerStep(draft: Draft, question: Question, command: CommandOf<'answer'>): void {
  const { visit, frame, line, step } = placeOf(draft, question.visit);
  const { word, text, person } = command;
  if (approves(step) === word && line.patch !== null && line.patch === question.shows) {
    const approval = { workflow: frame.workflow, step: step.name, patch: line.patch, by: [person], person: true };
    emit(draft, { type: 'ApprovalGiven', line: line.id, approval });
  }
  const said = guidance(step.name, word, { text, signature: `${question.id} ${word}: ${text}` });
  emit(draft, { type: 'Granted', line: frame.line, person, guidance: said });
  draft.todo.push({ do: 'outcome', visit: visit.id, word, said: text });
}

function approves(step: Step): string | null {
  return step.kind === 'ask' ? step.approves ?? null : null;
}

function answerPublish(draft: Draft, question: Question, command: CommandOf<'answer'>): void {
  const { visit, frame, step } = placeOf(draft, question.visit);
  if (step.kind !== 'publish') return;
  const { word, text, person } = command;
  if (word === 'rejected') {
    const said = guidance(step.name, word, { text, signature: `${question.id} ${word}: ${text}` });
    emit(draft, { type: 'Granted', line: frame.line, person, guidance: said });
    draft.todo.push({ do: 'outcome', visit: visit.id, word });
    return;
  }
  const { remote } = step;
  const branch = branchOf(draft.state, step);
  const earlier = draft.state.run.publications.findLast((item) => item.remote === remote && item.branch === branch);
  emit(draft, {
    type: 'PublishIntended', visit: visit.id, remote, branch, expects: earlier?.commit ?? null,
    commit: question.shows, order: visit.id, kind: 'publish', agent: null, allowance: { usdMicros: 0, tokens: 0 },
  });
}

/** A person's turn in a dialogue: the agent answers under an order like any other. */
export function say(draft: Draft, command: CommandOf<'say'>): Refusal | null {
  const question = draft.state.questions.get(command.question);
  if (question?.kind !== 'talk') return refuse('unknown-question', `there is no dialogue ${command.question}`);
  if (question.status !== 'open') return refuse('not-open', `${question.id} is ${question.status}; it is not your turn`);
  const { visit, step } = placeOf(draft, question.visit);
  // `max` counts visits, as everywhere: turns are within one of them.
  const most = draft.plan.ir.limits.turns;
  if (visit.turns >= most) {
    return refuse('turns', `this dialogue has had its ${most} turns; end it with ${question.words.join(', ')}`, 'R6');
  }
  const agent = step.kind === 'talk' ? step.agents[0] ?? '' : '';
  const order = `${visit.id}#${visit.turns + 1}`;
  const { question: id, person, text } = command;
  emit(draft, { type: 'Said', question: id, person, text, ...orderFor(draft, { order, kind: 'talk', agent }) });
  return null;
}

