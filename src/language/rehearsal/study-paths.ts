/**
 * What all paths of a workflow tell: wires that none takes, outcomes that never come, and the most
 * that it can cost.
 *
 * A task's workflow is studied by itself, everything around it going well: what it means to the
 * run is a word of `grow`. Each is explored as it is written; where that is too much, once more
 * with one answer and one conflict, which is told with its figures; and where that is too much as
 * well, with its caps cut to two, which says what can happen, though not how often.
 */

import type { Ir, Step, TaskKind, TaskSpec } from '../../kernel/ir.ts';
import type { StandIn } from '../../ports/stand-in.ts';
import { example, exampleTasks, kindsGrown } from './example-tasks.ts';
import { explorePaths, type Paths, type PathsOptions } from './explore-paths.ts';
import { WireCoverage } from './wire-coverage.ts';
import { countOf, worstCase } from './worst-case.ts';

export interface StudyOptions {
  readonly standIn: StandIn;
  /** Places after which an exploration leaves off. */
  readonly most: number;
}

/** Of the run's own steps, or of a task of a kind. */
export interface Part {
  readonly kind: TaskKind | null;
  readonly places: number;
  /** Every place was seen, with the caps as they are written. */
  readonly isWhole: boolean;
  /** Every place was seen where each question is answered once, and one conflict and one ejection are met. */
  readonly isWholeOnce: boolean;
  /** Agent orders of the costliest path, of those that were seen whole; `null`: not every path is known. */
  readonly orders: number | null;
  /** By agent, each on the path that costs it most. */
  readonly byAgent: ReadonlyMap<string, number> | null;
  readonly usdMicros: number | null;
}

export interface Study {
  readonly parts: readonly Part[];
  readonly taken: WireCoverage;
  readonly endings: readonly string[];
  /** Whether what was never taken cannot be: every place was seen, if only with small caps. */
  readonly isSure: boolean;
}

/** Times that each question is answered on a line: more would only grant more of the same. */
export const answersStudied = 2;

export function studyPaths(ir: Ir, options: StudyOptions): Study {
  const taken = new WireCoverage();
  const endings = new Set<string>();
  const worlds = [rootWorld(ir), ...[...kindsGrown(ir)].map((kind) => taskWorld(ir, kind))];
  const studied = worlds.map((world) => studyWorld(ir, world, { ...options, taken, endings }));
  return { parts: studied.map(({ part }) => part), taken, endings: [...endings], isSure: studied.every(({ isSure }) => isSure) };
}

/** How much farther it looks with fewer answers and conflicts; a task's places take longer, and there are many kinds. */
const farOfRun = 7;
const farOfTask = 2;

interface World {
  readonly kind: TaskKind | null;
  readonly tasks: readonly TaskSpec[];
  /** The task whose steps are followed; `null`: the root's own. */
  readonly task: string | null;
}

const rootWorld = (ir: Ir): World => ({ kind: null, tasks: exampleTasks(ir), task: null });

/** Twice the same, one after the other: so that the second can be in conflict with what has landed. */
function taskWorld(ir: Ir, kind: TaskKind): World {
  const all = exampleTasks(ir);
  const own = all.find((task) => task.kind === kind);
  const first = all.filter((task) => task === own || (own?.unit !== undefined && task.unit === own.unit));
  const needs = first.filter((task) => task.unit === undefined || task.kind === 'code').map(({ id }) => id);
  const second = first.map((task) => example(again(task.id), task.kind, {
    ...task, id: again(task.id), needs, ...(task.unit === undefined ? {} : { unit: again(task.unit) }),
  }));
  return { kind, tasks: [...first, ...second], task: own === undefined ? null : again(own.id) };
}

const again = (id: string): string => `${id}-again`;

interface Studying extends StudyOptions {
  readonly taken: WireCoverage;
  readonly endings: Set<string>;
}

function studyWorld(ir: Ir, world: World, studying: Studying): { part: Part; isSure: boolean } {
  const whole = explored(withoutMoney(ir), world, { ...studying, answers: answersStudied, failures: 'new' });
  const once = whole.isWhole ? null : explored(withoutMoney(withOneConflict(ir)), world, {
    ...studying, most: (world.kind === null ? farOfRun : farOfTask) * studying.most, answers: 1, failures: 'new',
  });
  const some = { ...studying, answers: 1, most: Math.ceil(studying.most / 2) };
  const cut = withoutMoney(withSmallCaps(ir));
  const isNewSure = (once ?? whole).isWhole || explored(cut, world, { ...some, failures: 'new' }).isWhole;
  // The same failure again and again: what ends by no progress (R7, T7).
  const isSameSure = explored(withoutMoney(ir), world, { ...some, failures: 'same' }).isWhole
    || explored(cut, world, { ...some, failures: 'same' }).isWhole;
  return { part: partOf(ir, world, { whole, once }), isSure: isNewSure && isSameSure };
}

type Exploring = Studying & Pick<PathsOptions, 'answers' | 'failures'>;

function explored(ir: Ir, { tasks, task }: World, exploring: Exploring): Paths {
  const { standIn, most, answers, failures, taken, endings } = exploring;
  const workflows = new Map<string, string>();
  const paths = explorePaths(ir, {
    standIn, most, answers, failures, tasks,
    isFollowed: ({ frame }) => frame.task === task,
    isCounted: (of) => of === task,
    onEvents: (events) => {
      for (const event of events) {
        if (event.type === 'FrameOpened') workflows.set(event.frame, event.workflow);
        if (event.type === 'VisitEnded') taken.take(workflows.get(frameOf(event.visit)) ?? '', stepOf(event.visit), event.outcome);
        if (event.type === 'StepLimited') taken.take(workflows.get(event.frame) ?? '', event.step, 'limit');
      }
    },
  });
  for (const ending of paths.endings) endings.add(ending);
  return paths;
}

/** A visit is named after its frame, its step and its number: `@/write.2`. */
const frameOf = (visit: string): string => visit.slice(0, visit.lastIndexOf('/'));
const stepOf = (visit: string): string => visit.slice(visit.lastIndexOf('/') + 1, visit.lastIndexOf('.'));

interface Looks {
  readonly whole: Paths;
  /** Where that was too much. */
  readonly once: Paths | null;
}

function partOf(ir: Ir, { kind }: World, { whole, once }: Looks): Part {
  const paths = once?.isWhole === true ? once : whole;
  const prices = new Map(ir.agents.map(({ name, allowance }) => [name, (allowance ?? ir.limits.allowance).usdMicros]));
  const orders = worstCase(paths, countOf);
  const agents = new Set(paths.edges.flatMap((edges) => edges.flatMap((edge) => [...edge.orders.keys()])));
  const byAgent = new Map([...agents].toSorted().map((agent) => [agent, worstCase(paths, (edge) => edge.orders.get(agent) ?? 0) ?? 0]));
  const usdMicros = worstCase(paths, (edge) => [...edge.orders].reduce((sum, [agent, count]) => sum + count * (prices.get(agent) ?? 0), 0));
  return {
    kind, places: paths.edges.length, isWhole: whole.isWhole, isWholeOnce: paths.isWhole, orders,
    byAgent: orders === null ? null : byAgent, usdMicros,
  };
}

/** What would be spent is told, not made up: no budget ends a path. */
function withoutMoney(ir: Ir): Ir {
  const none = { usdMicros: 0, tokens: 0 };
  return {
    ...ir, budget: { usdMicros: null, tokens: null, timeMs: null }, limits: { ...ir.limits, allowance: none },
    agents: ir.agents.map((agent) => ({ ...agent, allowance: none })),
  };
}

/** Conflicts and ejections have caps of their own (T3), each of which gives every step its caps again. */
function withOneConflict(ir: Ir): Ir {
  const { limits } = ir;
  return { ...ir, limits: { ...limits, conflicts: Math.min(limits.conflicts, 1), ejections: Math.min(limits.ejections, 1) } };
}

const small = 2;

function withSmallCaps(ir: Ir): Ir {
  const { limits } = ir;
  return {
    ...ir,
    workflows: ir.workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.map(capped) })),
    limits: {
      ...limits, visits: Math.min(limits.visits, small), repeats: Math.min(limits.repeats, small),
      conflicts: Math.min(limits.conflicts, 1), ejections: Math.min(limits.ejections, 1), retries: Math.min(limits.retries, 1),
    },
  };
}

function capped(step: Step): Step {
  return step.max === undefined ? step : { ...step, max: Math.min(step.max, small) };
}
