/**
 * What the brain counts on a line and holds against a cap (T3, R6, R7), by name, as what is left of
 * it: how a place goes on depends on these numbers only where one of them is compared.
 *
 * A place can be given other counts than those that led to it, so that the brain itself says what
 * it does at a cap.
 */

import { capOf } from '../../kernel/decide/attempts.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import type { Step } from '../../kernel/ir.ts';
import type { Plan } from '../../kernel/plan.ts';
import type { Frame, Guidance, Line } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import { isQuestion } from './possible-words.ts';
import { draftOf } from './repeatable.ts';
import { stepsReached } from './step-names.ts';

/** `line left workflow/step`: attempts that its cap leaves; and so on, see `kinds`. */
export type CountName = string;

export interface Counting {
  /** As it is written: the state's own may have been given other caps. */
  readonly plan: Plan;
  /** Times that each question is answered on a line. */
  readonly answers: number;
  /** The tasks whose lines are counted on; `null`: the root's own. */
  readonly counted: readonly (string | null)[];
  /** Lessons that were met and may come back, by the names of their counts. */
  readonly lessons: Map<CountName, Guidance>;
}

/** A line that something can still happen on, by a name that does not tell how often it has begun. */
export interface NamedLine {
  readonly name: string;
  readonly line: Line;
  readonly workflow: string;
}

/** The lines that are counted on. */
export function countedLines(state: State, { counted }: Pick<Counting, 'counted'>): readonly NamedLine[] {
  return linesOf(state).filter(({ line }) => counted.includes(state.frames.get(line.id)?.task ?? null));
}

/** Lines of live frames, of branches that may be picked, and of tasks that may begin anew. */
export function linesOf(state: State): readonly NamedLine[] {
  const ids = new Set<string>();
  for (const [, task] of state.tasks.entries()) if (task.frame !== null) ids.add(task.frame);
  for (const [, frame] of state.frames.entries()) if (frame.status === 'live' || isAwaited(state, frame)) ids.add(frame.line);
  return [...ids].flatMap((id) => {
    const [line, frame] = [state.lines.get(id), state.frames.get(id)];
    return line === undefined || frame === undefined ? [] : [{ name: nameOf(state, id), line, workflow: frame.workflow }];
  });
}

/** A branch that ended and may yet be picked. */
export const isAwaited = (state: State, { parent, branch }: Frame): boolean => branch !== null && state.visits.has(parent ?? '');

/** `@/write.2`, `@/review.1[2]`: no name of a plan holds a dot. */
const visitNumbers = /\.\d+/g;

/** Without the numbers of visits, and of a task's beginnings. */
export function nameOf(state: State, text: string): string {
  let name = text.replace(visitNumbers, '');
  for (const [id, { starts }] of state.tasks.entries()) if (starts > 1) name = name.replaceAll(`${id}~${starts}`, id);
  return name;
}

export const countName = (line: string, kind: string, of = ''): CountName => (of === '' ? `${line} ${kind}` : `${line} ${kind} ${of}`);
export const stepName = (workflow: string, step: string): string => `${workflow}/${step}`;

/** 1 until it was taught: then it is no new guidance (T7). */
export const lessonName = (line: string, { from, outcome, signature }: Pick<Guidance, 'from' | 'outcome' | 'signature'>): CountName =>
  countName(line, 'lesson', `${from} ${outcome} ${signature}`);

/** All counts of a place. */
export function countsOf(state: State, counting: Counting): ReadonlyMap<CountName, number> {
  return new Map(countedLines(state, counting).flatMap((named) => [...lineCounts(state, named, counting)]));
}

/** As the plan of `counting` has it: for lines that are new, whatever caps the state was given. */
export function countsAnew(state: State, named: NamedLine, counting: Counting): ReadonlyMap<CountName, number> {
  return lineCounts({ ...state, plan: counting.plan }, named, counting);
}

function lineCounts(state: State, { name, line, workflow }: NamedLine, { plan, answers, lessons }: Counting): ReadonlyMap<CountName, number> {
  const draft = draftOf(state);
  const { limits } = plan.ir;
  const { grants, conflicts, ejections } = line;
  const counts = new Map<CountName, number>([
    [countName(name, 'grants'), grants],
    [countName(name, 'conflicts'), limits.conflicts + grants - conflicts],
    [countName(name, 'ejections'), limits.ejections + grants - ejections],
  ]);
  const open = openOn(state, line);
  for (const { workflow: within, step } of stepsReached(plan, workflow)) {
    const own = draft.plan.steps.get(within)?.get(step.name) ?? step;
    const { attempts, visits, faults } = tallyOf(line, within, step.name);
    const of = stepName(within, step.name);
    counts.set(countName(name, 'left', of), capOf(draft, own, line) - attempts);
    // What a conflict sends back is done by whoever made the last attempt: so the last rung is told from what is above it.
    if (isLadder(step)) counts.set(countName(name, 'rung', of), Math.min(attempts, step.agents.length));
    if (isQuestion(step)) counts.set(countName(name, 'asked', of), answers - visits + (open.has(of) ? 1 : 0));
    if (mayFail(step)) counts.set(countName(name, 'spare', of), limits.retries + grants - faults + 1);
  }
  for (const [key, count] of line.seen) {
    const again = countName(name, 'again', key);
    if (isRecurring(key)) counts.set(again, limits.repeats + grants - 1 - count);
  }
  for (const lesson of line.guidance) {
    const known = lessonName(name, lesson);
    if (!isRecurring(lesson.signature)) continue;
    lessons.set(known, lesson);
    counts.set(known, 0);
  }
  return counts;
}

/** Steps that are being visited on a line. */
function openOn(state: State, { id }: Line): ReadonlySet<string> {
  const live = [...state.frames.entries()].map(([, frame]) => frame).filter(({ line, status }) => line === id && status === 'live');
  return new Set(live.flatMap(({ workflow, visit }) => (visit === null ? [] : [stepName(workflow, state.visits.get(visit)?.step ?? '')])));
}

/** Which agent makes the next attempt follows from their number. */
export function isLadder(step: Step): step is Extract<Step, { kind: 'agent' }> {
  return step.kind === 'agent' && step.panel !== true && step.by !== 'effort' && step.agents.length > 1;
}

/** Faults of the infrastructure are followed where they are wired. */
const mayFail = (step: Step): boolean => step.wires.some(({ on }) => on === 'fault');

/** Not the name of a visit or a version: the same may be met again. */
export const isRecurring = (key: string): boolean => !/\.\d/.test(key);

/** Until it was met: how often it may be. */
export function againOf({ grants }: Line, plan: Plan): number {
  return plan.ir.limits.repeats + grants - 1;
}

