/**
 * What all paths of a workflow tell: wires that none takes, outcomes that never come, and the most
 * that it can cost.
 *
 * A task's workflow is studied by itself, everything around it going well: what it
 * means to the run is a word of `grow`.
 */

import type { Ir, Step, TaskKind, TaskSpec } from '../../kernel/ir.ts';
import type { StandIn } from '../../ports/stand-in.ts';
import { example, exampleTasks, kindsGrown } from './example-tasks.ts';
import { endingMark, exhaust, type Exhausted, toldBy, type Weighed } from './exhaust.ts';
import { orderKey } from './learning.ts';
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
  const worlds = [rootWorld(ir), ...[...kindsGrown(ir)].map((kind) => taskWorld(ir, kind))];
  const parts = worlds.map((world) => studyWorld(ir, world, { ...options, told }));
  return { parts, taken: told.taken, open: told.open, endings: [...told.endings], isSure: parts.every(({ isWhole }) => isWhole) };
}

interface World {
  readonly kind: TaskKind | null;
  readonly tasks: readonly TaskSpec[];
  /** The task whose orders are counted; `null`: the root's own. */
  readonly task: string | null;
  readonly followed: readonly (string | null)[];
  readonly counted: readonly (string | null)[];
}

const rootWorld = (ir: Ir): World => ({ kind: null, tasks: exampleTasks(ir), task: null, followed: [null], counted: [null] });

/** Twice the same, one after the other: so that the second can be in conflict with what has landed. */
function taskWorld(ir: Ir, kind: TaskKind): World {
  const all = exampleTasks(ir);
  const own = all.find((task) => task.kind === kind);
  const first = all.filter((task) => task === own || (own?.unit !== undefined && task.unit === own.unit));
  const needs = first.filter((task) => task.unit === undefined || task.kind === 'code').map(({ id }) => id);
  const second = first.map((task) => example(again(task.id), task.kind, {
    ...task, id: again(task.id), needs, ...(task.unit === undefined ? {} : { unit: again(task.unit) }),
  }));
  return { kind, tasks: [...first, ...second], task: own === undefined ? null : again(own.id), followed: own === undefined ? [] : [again(own.id)], counted: own === undefined ? [] : [again(own.id)] };
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
  const prices = pricesOf(ir);
  const unit = [...prices.values()].filter((price) => price > 0).reduce(divisor, 0) || 1;
  const weights = [
    (way: Way) => sumOf(way, world, () => 1),
    (way: Way) => sumOf(way, world, (agent) => (prices.get(agent) ?? 0) / unit),
    ...agents.map((name) => (way: Way) => sumOf(way, world, (agent) => (agent === name ? 1 : 0))),
  ];
  const found = exhausted(ir, { world, weights }, studying);
  const [orders, money, ...each] = found.weighed.map(mostOf);
  const byAgent = agents.map((name, index): [string, Most] => [name, each[index] ?? none]).filter(([, { most }]) => most !== 0);
  const { most, least } = money ?? none;
  return {
    kind: world.kind, places: found.spots, isWhole: found.isWhole, orders: orders ?? none, byAgent: new Map(byAgent),
    usdMicros: { most: most === null ? null : most * unit, least: least * unit },
  };
}

const none: Most = { most: null, least: 0 };
const mostOf = ({ most, least }: Weighed): Most => ({ most, least });

interface Weighing {
  readonly world: World;
  readonly weights: readonly ((way: Way) => number)[];
}

function exhausted(ir: Ir, { world, weights }: Weighing, { standIn, most, ways, told }: Studying): Exhausted {
  const { tasks, followed, counted, kind } = world;
  const plan = asStudied(ir);
  const mayHalt = kind === null ? tasks[0]?.id ?? null : null;
  const following = { standIn, tasks, followed, counted, mayHalt, answers: answersStudied };
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
  return found;
}

function sumOf({ orders }: Way, { task, followed }: World, worth: (agent: string) => number): number {
  let sum = 0;
  for (const [key, count] of orders) {
    const at = key.indexOf(' ');
    if (key === orderKey(task ?? '', key.slice(at + 1)) && (task === null || followed.includes(task))) sum += count * worth(key.slice(at + 1));
  }
  return sum;
}

function agentsOf({ workflows }: Ir): readonly string[] {
  const steps = workflows.flatMap((workflow) => workflow.steps);
  return [...new Set(steps.flatMap((step) => (step.kind === 'agent' || step.kind === 'talk' ? step.agents : [])))].toSorted();
}

const pricesOf = ({ agents, limits }: Ir): ReadonlyMap<string, number> =>
  new Map(agents.map(({ name, allowance }) => [name, (allowance ?? limits.allowance).usdMicros]));

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

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
