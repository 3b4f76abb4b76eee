/** Rehearses a plan in memory: the real brain, and stand-ins for all else. Nothing is journaled. */

import { seededRandom } from '../hands/seeded-random.ts';
import { standIn } from '../hands/stand-in.ts';
import type { Ir, TaskKind } from '../kernel/ir.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { boundByWires } from '../language/rehearsal/bound-by-wires.ts';
import { Course, type CourseFrame, type Visited } from '../language/rehearsal/course.ts';
import { exampleTasks } from '../language/rehearsal/example-tasks.ts';
import type { Ending } from '../language/rehearsal/next-move.ts';
import { well } from '../language/rehearsal/place.ts';
import { courseLines, endingText } from '../language/rehearsal/print-course.ts';
import { randomChoice } from '../language/rehearsal/random-choice.ts';
import { answersStudied } from '../language/rehearsal/study-paths.ts';
import { inputsOf, walk } from '../language/rehearsal/walk.ts';
import { WireCoverage } from '../language/rehearsal/wire-coverage.ts';

export interface RehearsedPlan {
  readonly workflow: string;
  readonly ending: Ending;
  readonly visits: readonly Visited[];
  readonly frames: readonly CourseFrame[];
  /** Leases of each agent. */
  readonly orders: Readonly<Record<string, number>>;
  readonly wires: { readonly taken: number; readonly all: number };
  /** By wires and caps: of the run's own steps, and of one task of each kind. */
  readonly bounds: readonly Bound[];
  /** Times that each question is answered, in the bounds. */
  readonly answers: number;
  /** Agents that reserve no allowance: what they cost is not known. */
  readonly withoutAllowance: readonly string[];
  /** For people. */
  readonly lines: readonly string[];
  readonly end: string;
}

export interface Bound {
  /** `null`: the run's own. */
  readonly kind: TaskKind | null;
  readonly orders: number;
  readonly usdMicros: number;
  readonly agents: readonly string[];
}

/** Without a seed everything goes well; with one, the seed decides how each step ends. */
export function rehearsePlan(ir: Ir, seed: number | null): RehearsedPlan {
  const course = new Course();
  const ending = walk(ir, {
    standIn, failures: 'new', tasks: exampleTasks(ir), inputs: inputsOf(ir),
    choose: seed === null ? () => well : randomChoice(seededRandom(seed)),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  if (isRefusal(ending)) throw new Error(`The brain refused to start: ${ending.message}`);
  return {
    workflow: ir.root, ending, visits: course.visits, frames: course.frames,
    orders: ordersOf(course), wires: wiresOf(ir, course), bounds: boundsOf(ir), answers: answersStudied, withoutAllowance: withoutAllowance(ir),
    lines: courseLines(course), end: endingText(ending),
  };
}

function ordersOf({ visits }: Course): Readonly<Record<string, number>> {
  const orders: Record<string, number> = {};
  for (const agent of visits.flatMap(({ agents }) => agents)) orders[agent] = (orders[agent] ?? 0) + 1;
  return orders;
}

function wiresOf(ir: Ir, course: Course): RehearsedPlan['wires'] {
  const coverage = new WireCoverage();
  coverage.add(course);
  const workflows = coverage.of(ir);
  return { taken: workflows.reduce((sum, { taken }) => sum + taken, 0), all: workflows.reduce((sum, { wires }) => sum + wires, 0) };
}

function boundsOf(ir: Ir): readonly Bound[] {
  const { root, tasks } = boundByWires(ir, answersStudied);
  return [{ kind: null, ...root }, ...tasks].map(({ kind, orders, usdMicros, byAgent }) => ({ kind, orders, usdMicros, agents: [...byAgent.keys()] }));
}

/** Agents whose orders reserve nothing. */
export function withoutAllowance({ agents, limits }: Ir): readonly string[] {
  return agents.filter(({ allowance }) => (allowance ?? limits.allowance).usdMicros === 0).map(({ name }) => name);
}
