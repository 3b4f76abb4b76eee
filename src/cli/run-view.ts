/** All there is to show of a run, as plain data: what `show --json` writes and what is printed. */

import type { TaskKind } from '../kernel/ir.ts';
import type { Halt } from '../kernel/halt.ts';
import type { Money, Order, Publication, QuestionKind } from '../kernel/rows.ts';
import type { State } from '../kernel/state.ts';
import type { Flake } from './flakes.ts';
import type { History, PastAnswer, PastFrame, PastLanding, PastVisit } from './history.ts';
import { type RunRow, runRow } from './run-row.ts';

export interface RunView extends RunRow {
  readonly hash: string;
  readonly kernel: string;
  readonly base: string;
  /** Made by stand-ins: nothing in it happened to a repository. */
  readonly isRehearsal: boolean;
  readonly waitsFor: readonly string[];
  readonly frames: readonly FrameView[];
  readonly tasks: readonly TaskView[];
  /** The newest first. */
  readonly stack: readonly PastLanding[];
  /** Gates that were red and green on one candidate. */
  readonly flakes: readonly Flake[];
  readonly money: Money;
  readonly questions: readonly QuestionView[];
  readonly publications: readonly Publication[];
  readonly halt: Halt | null;
}

export interface FrameView extends PastFrame {
  readonly visits: readonly PastVisit[];
}

export interface TaskView {
  readonly task: string;
  readonly title: string;
  readonly kind: TaskKind;
  readonly unit: string;
  readonly status: string;
  readonly commit: string | null;
  /** Of every frame that it had, the newest last. */
  readonly visits: readonly PastVisit[];
}

export interface QuestionView {
  readonly question: string;
  readonly kind: QuestionKind;
  readonly visit: string;
  readonly asks: string | null;
  readonly words: readonly string[];
  readonly shows: string;
  readonly status: string;
  readonly answer: PastAnswer | null;
}

/** The base that rehearsals stand on, which is no commit of any repository. */
const rehearsedBase = 'rehearsal';

export function runView(at: { state: State; position: number; hash: string }, history: History): RunView {
  const { state, position, hash } = at;
  return {
    ...runRow(state, position),
    hash,
    kernel: state.run.kernel,
    base: state.run.base,
    isRehearsal: state.run.base === rehearsedBase,
    waitsFor: waitsFor(state),
    frames: framesOf(history),
    tasks: tasksOf(state, history),
    stack: history.landings,
    flakes: history.flakes,
    money: state.money,
    questions: questionsOf(state, history),
    publications: state.run.publications,
    halt: state.run.halt,
  };
}

function waitsFor(state: State): readonly string[] {
  const { run, orders, leases, questions } = state;
  if (run.status !== 'running' && run.status !== 'paused') return [];
  const waits: string[] = run.status === 'paused' ? ['a person, to resume it'] : [];
  for (const id of leases.keys()) waits.push(`${leases.get(id)?.hand ?? 'a hand'}, which has ${id}`);
  for (const id of questions.keys()) {
    const question = questions.get(id);
    if (question?.status === 'open') waits.push(`a person, who is asked ${id}`);
  }
  for (const id of orders.keys()) {
    const order = orders.get(id);
    if (order?.status === 'ready') waits.push(`a hand for ${id}`);
    if (order?.status === 'parked') waits.push(`money for ${id}${underCeiling(state, order)}`);
    if (order?.status === 'resting') waits.push(`its time to try ${id} again`);
  }
  return waits;
}

/** What is spent leaves too little under the ceiling across runs: only the next one helps. */
function underCeiling({ run, money }: State, { allowance }: Order): string {
  const { usdMicros, tokens } = run.ceiling;
  const isOver = (usdMicros !== null && money.spent.usdMicros + allowance.usdMicros > usdMicros)
    || (tokens !== null && money.spent.tokens + allowance.tokens > tokens);
  return isOver ? ', which the ceiling across runs does not leave' : '';
}

/** Frames that are no task's: the root's, and those that it called. */
function framesOf(history: History): readonly FrameView[] {
  const visits = history.visitsByFrame();
  return history.frames.filter(({ task }) => task === null).map((frame) => ({ ...frame, visits: visits.get(frame.frame) ?? [] }));
}

function tasksOf(state: State, history: History): readonly TaskView[] {
  const visits = history.visitsByFrame();
  const framesOfTask = Map.groupBy(history.frames, ({ task }) => task);
  return state.tasks.keys().flatMap((id) => state.tasks.get(id) ?? []).map(({ id, spec, unit: unitId }) => {
    const unit = state.units.get(unitId);
    return {
      task: id, title: spec.title, kind: spec.kind, unit: unitId,
      status: unit?.status ?? 'unknown', commit: unit?.commit ?? null,
      visits: (framesOfTask.get(id) ?? []).flatMap(({ frame }) => visits.get(frame) ?? []),
    };
  });
}

function questionsOf(state: State, history: History): readonly QuestionView[] {
  const ids = state.questions.keys().toSorted((a, b) => numberIn(a) - numberIn(b));
  return ids.flatMap((id) => state.questions.get(id) ?? []).map(({ id, kind, visit, words, shows, status }) => ({
    question: id, kind, visit, asks: history.asks(visit), words, shows, status, answer: history.answerTo(id),
  }));
}

const numberIn = (id: string): number => Number(id.replaceAll(/\D/g, ''));
