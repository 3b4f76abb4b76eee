/**
 * What of a run waits for a person, as plain data: what is asked, why, what it shows, what follows each word, and the
 * commands that answer. What an answer is bound to is `shows`: the digest of just that (R2, E6).
 */

import type { Halt } from '../kernel/halt.ts';
import type { Step, TaskKind } from '../kernel/ir.ts';
import type { Question, QuestionKind } from '../kernel/rows.ts';
import type { State } from '../kernel/state.ts';
import type { Flake } from './flakes.ts';
import type { History } from './history.ts';

export type WaitKind = QuestionKind | 'halt' | 'paused' | 'revert' | 'publication';

export interface Waiting {
  readonly run: string;
  readonly kind: WaitKind;
  /** A question, a unit or a publication; `null`: it is the run itself. */
  readonly id: string | null;
  readonly visit: string | null;
  readonly task: string | null;
  readonly asks: string;
  /** What led there, the last first. */
  readonly why: readonly string[];
  /** What an answer has to name. */
  readonly shows: string | null;
  readonly words: readonly Word[];
  readonly since: number;
  readonly timeoutAt: number | null;
  /** What follows if nobody answers; `null`: it waits for ever. */
  readonly onTimeout: string | null;
  /** Of a decomposition. */
  readonly tasks: readonly ShownTask[];
  /** Of a stack to publish, the oldest first. */
  readonly commits: readonly ShownCommit[];
  /** Of a stack to publish: gates that were red and green on one candidate. */
  readonly flakes: readonly Flake[];
  /** What to compare, for what is a patch or a commit. */
  readonly change: { readonly from: string; readonly to: string | null; readonly patch: string | null } | null;
  /** Commands that lead on, the likeliest first. */
  readonly ways: readonly string[];
  readonly isRehearsal: boolean;
}

export interface Word {
  readonly word: string;
  /** The step that is next, `end` or `halt`. */
  readonly to: string;
}

export interface ShownTask {
  readonly task: string;
  readonly kind: TaskKind;
  readonly title: string;
  readonly writes: readonly string[];
  readonly needs: readonly string[];
}

export interface ShownCommit {
  readonly commit: string;
  readonly unit: string;
  readonly title: string;
}

/** Whether anything of it waits at all: most runs are over, and need not be read whole. */
export function hasWaiting({ run, counts, landing }: State): boolean {
  const isStopped = run.status === 'halted' || run.status === 'paused';
  return isStopped || counts.openQuestions > 0 || (landing.redReverts ?? []).length > 0 || run.publications.some(({ open }) => open);
}

export function waitingIn(state: State, history: History): readonly Waiting[] {
  const questions = [...state.questions.entries()].flatMap(([, question]) => (question.status === 'open' ? [question] : []));
  return [
    ...stopped(state, history),
    ...questions.toSorted((a, b) => numberIn(a.id) - numberIn(b.id)).map((question) => asked(state, history, question)),
    ...reverts(state),
    ...publications(state),
  ];
}

function asked(state: State, history: History, question: Question): Waiting {
  const { id, kind, visit, shows } = question;
  const step = history.stepOf(visit);
  const put = history.askedAt(id);
  const timeout = step?.wires.find(({ on }) => on === 'timeout')?.to ?? null;
  return {
    ...ofRun(state), kind, id, visit, task: history.frameOf(visit)?.task ?? null,
    asks: history.asks(visit) ?? history.lastTurn(id) ?? 'A dialogue: nothing was said yet.',
    why: whyAsked(history, visit), shows,
    words: question.words.map((word) => ({ word, to: wireOf(step, word) })),
    since: put?.at ?? state.run.clock, timeoutAt: put?.timeoutAt ?? null,
    onTimeout: put?.timeoutAt === null || put === null ? null : timeout ?? 'halt',
    ...shownBy(state, history, question),
    flakes: kind === 'publish' ? history.flakes : [],
    ways: question.words.map((word) => `answer ${state.run.id} ${id} ${word} --shows ${shows}`),
  };
}

const wireOf = (step: Step | null, word: string): string => {
  const on = step?.kind === 'publish' && word === 'approved' ? 'published' : word;
  return step?.wires.find((wire) => wire.on === on)?.to ?? 'halt';
};

function whyAsked(history: History, visit: string): readonly string[] {
  const before = history.before(visit);
  if (before === null) return [];
  return [`${before.visit} ended ${before.outcome ?? 'open'}`, ...(before.why === null || before.why === '' ? [] : [before.why])];
}

function shownBy(state: State, history: History, { kind, visit, shows }: Question): Pick<Waiting, 'tasks' | 'commits' | 'change'> {
  if (kind === 'publish') return { tasks: [], commits: stackUpTo(state, history, shows), change: { from: state.run.base, to: shows, patch: null } };
  const plan = state.plans.get(shows);
  if (plan !== undefined) {
    const tasks = plan.tasks.map(({ id, kind: of, title, writes, needs }) => ({ task: id, kind: of, title, writes, needs }));
    return { tasks, commits: [], change: null };
  }
  const line = state.lines.get(state.frames.get(state.visits.get(visit)?.frame ?? '')?.line ?? '');
  const isPatch = line !== undefined && line.patch === shows;
  return { tasks: [], commits: [], change: isPatch ? { from: line.base.split('+')[0] ?? line.base, to: null, patch: shows } : null };
}

function stackUpTo(state: State, history: History, tip: string): readonly ShownCommit[] {
  const all = history.landings.toReversed().map(({ commit, unit }) => ({ commit, unit, title: titleOf(state, unit) }));
  const last = all.findLastIndex(({ commit }) => commit === tip);
  return last === -1 ? all : all.slice(0, last + 1);
}

function titleOf(state: State, id: string): string {
  const unit = state.units.get(id);
  const task = state.tasks.get(unit?.main ?? unit?.test ?? '');
  return task?.spec.title ?? (typeof unit?.reverts === 'string' ? `takes back ${unit.reverts}` : 'the run itself');
}

function stopped(state: State, history: History): readonly Waiting[] {
  const { status, halt, id } = state.run;
  const since = history.stoppedAt ?? state.run.clock;
  if (status === 'paused') return [{ ...ofRun(state), kind: 'paused', asks: 'The run is paused: nothing is leased.', since, ways: [`resume ${id}`, `cancel ${id}`] }];
  if (status !== 'halted' || halt === null) return [];
  return [{ ...ofRun(state), kind: 'halt', asks: halt.reason, why: halt.culprits, since, ways: waysOf(id, halt) }];
}

/** The brain's ways, as commands of this program, where they are no sentences. */
function waysOf(run: string, { ways, asks }: Halt): readonly string[] {
  const raise = asks === 'budget' ? [`raise ${run}`] : [];
  return [...raise, ...ways];
}

function reverts(state: State): readonly Waiting[] {
  if (state.run.status === 'complete' || state.run.status === 'aborted') return [];
  return (state.landing.redReverts ?? []).map((unit) => {
    const of = state.units.get(unit)?.reverts ?? unit;
    return { ...ofRun(state), kind: 'revert', id: unit, asks: `Taking ${of} back was red on the tip.`, ways: [`drop ${state.run.id} ${unit}`, `revert ${state.run.id} ${of}`] };
  });
}

function publications(state: State): readonly Waiting[] {
  return state.run.publications.filter(({ open }) => open).map(({ id, remote, branch, commit }) => ({
    ...ofRun(state), kind: 'publication', id, asks: `Published on ${remote}, ${branch}: it counts as a decision until it is closed.`,
    change: { from: state.run.base, to: commit, patch: null }, ways: [`close ${state.run.id} ${id}`],
  }));
}

/** As much as every kind has. */
function ofRun({ run }: State): Omit<Waiting, 'kind' | 'asks' | 'ways'> {
  return {
    run: run.id, id: null, visit: null, task: null, why: [], shows: null, words: [], since: run.clock, timeoutAt: null, onTimeout: null,
    tasks: [], commits: [], flakes: [], change: null, isRehearsal: run.base === 'rehearsal',
  };
}

const numberIn = (id: string): number => Number(id.replaceAll(/\D/g, ''));
