/**
 * What all paths of a workflow tell: wires that none takes, outcomes that never come, and the most
 * that it can cost.
 *
 * A task's workflow is studied by itself, everything around it going well: what it
 * means to the run is a word of `grow`.
 */

import type { Ir, Step, TaskKind, TaskSpec } from '../../kernel/ir.ts';
import type { StandIn } from '../../ports/stand-in.ts';
import type { Visited } from './course.ts';
import { agentPrices, priceUnit } from './agent-prices.ts';
import { example, exampleTasks } from './example-tasks.ts';
import { endingMark, exhaust, type Exhausted, type Exhausting, toldBy, type Weighed } from './exhaust.ts';
import { orderKey } from './learning.ts';
import { type Replayed, replayPath } from './replay-path.ts';
import { strolls } from './strolls.ts';
import { CannotTell, TooMuch, WayBook } from './way-book.ts';
import type { Way } from './ways.ts';
import { WireCoverage } from './wire-coverage.ts';

export interface StudyOptions {
  readonly standIn: StandIn;
  /** Places, with their counts, after which a search for the costliest path leaves off. */
  readonly most: number;
  /** Times that the brain is asked for a way, of one part. */
  readonly ways: number;
  /** Whether each agent is weighed by itself as well; if not said, it is. */
  readonly isByAgent?: boolean;
}

/** Of the run's own steps, or of a task of a kind. */
export interface Part {
  readonly kind: TaskKind | null;
  /** Places that differ in more than what is left of caps. */
  readonly places: number;
  /** Every way is known. */
  readonly isWhole: boolean;
  readonly orders: Most;
  /** By agent, each on the path that costs it most. */
  readonly byAgent: ReadonlyMap<string, Most>;
  readonly usdMicros: Most;
  /** The path that takes so many orders, as it went through the brain from its start. */
  readonly path: readonly Visited[];
}

/** No path costs more than `most`, if that is known; and there is one that costs `least`. Exact where they are the same. */
export interface Most {
  readonly most: number | null;
  readonly least: number;
}

export interface Study {
  readonly parts: readonly Part[];
  readonly taken: WireCoverage;
  /** Wires that some way takes, though no path was found that does. */
  readonly open: WireCoverage;
  readonly endings: readonly string[];
  /** Whether what was never taken, and is not open, cannot be. */
  readonly isSure: boolean;
}

/** Times that each question is answered on a line: more would only grant more of the same. */
export const answersStudied = 2;

export function studyPaths(ir: Ir, options: StudyOptions): Study {
  const told = { taken: new WireCoverage(), open: new WireCoverage(), endings: new Set<string>() };
  const worlds = [rootWorld(ir), ...exampleTasks(ir).map((task, _, all) => taskWorld(task, all))];
  const parts = worlds.map((world) => studyWorld(ir, world, { ...options, told }));
  return { parts, taken: told.taken, open: told.open, endings: [...told.endings], isSure: parts.every(({ isWhole }) => isWhole) };
}

interface World {
  readonly kind: TaskKind | null;
  readonly tasks: readonly TaskSpec[];
  /** The task whose steps are followed, and whose orders are counted; `null`: the root's own. */
  readonly task: string | null;
  /** Those whose caps count: how often code begins is up to its tests (T8). */
  readonly counted: readonly (string | null)[];
}

const rootWorld = (ir: Ir): World => ({ kind: null, tasks: exampleTasks(ir), task: null, counted: [null] });

/** Twice the same, one after the other: so that the second can be in conflict with what has landed. */
function taskWorld(own: TaskSpec, all: readonly TaskSpec[]): World {
  const first = all.filter((task) => task === own || (own.unit !== undefined && task.unit === own.unit));
  const needs = first.filter((task) => task.unit === undefined || task.kind === 'code').map(({ id }) => id);
  const second = first.map((task) => example(again(task.id), task.kind, {
    ...task, id: again(task.id), needs, ...(task.unit === undefined ? {} : { unit: again(task.unit) }),
  }));
  const counted = second.map(({ id }) => id).filter((id) => own.kind === 'code' || id === again(own.id));
  return { kind: own.kind, tasks: [...first, ...second], task: again(own.id), counted };
}

const again = (id: string): string => `${id}-again`;

interface Told {
  readonly taken: WireCoverage;
  readonly open: WireCoverage;
  readonly endings: Set<string>;
}

interface Studying extends StudyOptions {
  readonly told: Told;
}

function studyWorld(ir: Ir, world: World, studying: Studying): Part {
  const agents = agentsOf(ir);
  const prices = agentPrices(ir);
  const unit = priceUnit(prices);
  const worths: readonly ((agent: string) => number)[] = [
    () => 1, (agent) => (prices.get(agent) ?? 0) / unit,
    ...(studying.isByAgent === false ? [] : agents.map((name) => (agent: string) => (agent === name ? 1 : 0))),
  ];
  const weights = worths.map((worth) => (way: Pick<Way, 'orders'>) => sumOf(way, world.task, worth));
  const { weighed, replayed, spots, isWhole } = exhausted(ir, { world, weights }, studying);
  const [orders = none, money = none, ...each] = weighed.map(mostOf);
  const byAgent = each.map((most, of): [string, Most] => [agents[of] ?? '', most]).filter(([, { most }]) => most !== 0);
  const usdMicros = { most: money.most === null ? null : money.most * unit, least: money.least * unit };
  const path = replayed[0]?.course.visits ?? [];
  return { kind: world.kind, places: spots, isWhole, orders, byAgent: new Map(byAgent), usdMicros, path };
}

const none: Most = { most: null, least: 0 };
const mostOf = ({ most, least }: Weighed): Most => ({ most, least });

interface Weighing {
  readonly world: World;
  readonly weights: Exhausting['weights'];
}

function exhausted(ir: Ir, { world, weights }: Weighing, { standIn, most, ways, told }: Studying): Exhausted & { readonly replayed: readonly (Replayed | null)[] } {
  const { tasks, task, counted } = world;
  const plan = asStudied(ir);
  const mayHalt = task === null ? tasks[0]?.id ?? null : null;
  const following = { standIn, tasks, followed: [task], counted, mayHalt, answers: answersStudied, stops: true };
  const found = exhaust(new WayBook(plan, { ...following, failures: 'new' }, ways), { most, weights });
  const taken = new Set(found.taken);
  // The same failure again and again: what ends by no progress (R7, T7).
  const same = new WayBook(plan, { ...following, failures: 'same' }, ways);
  try {
    strolls(same, (way) => toldBy(way).forEach((name) => taken.add(name)), () => false);
  } catch (error) {
    if (!(error instanceof TooMuch) && !(error instanceof CannotTell)) throw error;
  }
  for (const name of taken) {
    if (name.startsWith(endingMark)) told.endings.add(name.slice(endingMark.length));
    else told.taken.takeNamed(name);
  }
  for (const name of found.possible) told.open.takeNamed(name);
  const replayed = found.weighed.map(({ path }) => replayPath(plan, path, { ...following, failures: 'new' }));
  return { ...found, weighed: found.weighed.map((one, index) => asReplayed(one, replayed[index] ?? null, weights[index])), replayed };
}

/** What a path costs is what it cost when it was gone along. */
function asReplayed(weighed: Weighed, replayed: Replayed | null, weigh: Exhausting['weights'][number] = () => 0): Weighed {
  return { ...weighed, least: replayed === null ? 0 : weigh(replayed) };
}

/** Of the orders of a task, or of the root's own. */
function sumOf({ orders }: Pick<Way, 'orders'>, task: string | null, worth: (agent: string) => number): number {
  let sum = 0;
  for (const [key, count] of orders) {
    const agent = key.slice(key.indexOf(' ') + 1);
    if (key === orderKey(task ?? '', agent)) sum += count * worth(agent);
  }
  return sum;
}

function agentsOf({ workflows }: Ir): readonly string[] {
  const steps = workflows.flatMap((workflow) => workflow.steps);
  return [...new Set(steps.flatMap((step) => (step.kind === 'agent' || step.kind === 'talk' ? step.agents : [])))].toSorted();
}

/** What would be spent is told, not made up: no budget ends a path. That a poll is pending is no other place. */
function asStudied(ir: Ir): Ir {
  const nothing = { usdMicros: 0, tokens: 0 };
  return {
    ...ir, budget: { usdMicros: null, tokens: null, timeMs: null }, limits: { ...ir.limits, allowance: nothing },
    agents: ir.agents.map((agent) => ({ ...agent, allowance: nothing })),
    workflows: ir.workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.map(polledOnce) })),
  };
}

const polledOnce = (step: Step): Step => (step.kind === 'wait' && step.command !== undefined ? { ...step, max: 1 } : step);
