/**
 * The most agent orders that the caps alone allow, whatever the wires: true of every workflow, and
 * far above what most can do. Orders, not leases: what the infrastructure makes again is not in it.
 */

import type { Ir, Step, TaskKind } from '../../kernel/ir.ts';
import { knownOf } from './step-names.ts';

export interface CapBound {
  readonly root: CapCost;
  readonly tasks: readonly ({ readonly kind: TaskKind } & CapCost)[];
}

export interface CapCost {
  readonly orders: number;
  /** Each at its most; a ladder gives each visit to one of its agents, so that together they are fewer. */
  readonly byAgent: ReadonlyMap<string, number>;
  readonly usdMicros: number;
}

/** `answers`: times that each question is answered on a line. Each answer raises every cap of the line by one. */
export function boundByCaps(ir: Ir, answers: number): CapBound {
  const counting = { ir, answers };
  const grows = ir.workflows.flatMap(({ steps }) => steps).flatMap((step) => (step.kind === 'grow' ? step.workflows : []));
  const unique = new Map(grows.map((item) => [`${item.kind} ${item.workflow}`, item]));
  const starts = startsOfCode(counting, grows.filter(({ kind }) => kind === 'test').map(({ workflow }) => workflow));
  return {
    root: costOf(counting, ir.root, 1),
    tasks: [...unique.values()].map(({ kind, workflow }) => ({ kind, ...costOf(counting, workflow, kind === 'code' ? starts : 1) })),
  };
}

interface Counting {
  readonly ir: Ir;
  readonly answers: number;
}

/** Code begins anew, with all its caps, whenever the tests that judge it reach `land` again. */
function startsOfCode(counting: Counting, tests: readonly string[]): number {
  const lands = tests.map((workflow) => {
    const steps = stepsFrom(counting.ir, workflow);
    return steps.filter(({ kind }) => kind === 'land').reduce((sum, step) => sum + visitsOf(counting, steps, step), 0);
  });
  return Math.max(1, ...lands);
}

function stepsFrom(ir: Ir, workflow: string): readonly Step[] {
  const { root, plan } = knownOf({ ...ir, root: workflow });
  return [...root].flatMap((name) => plan.workflows.get(name)?.steps ?? []);
}

/** Tallies are the line's: a called workflow's steps have their caps once on it, however often it is called. */
function costOf(counting: Counting, workflow: string, starts: number): CapCost {
  const { ir } = counting;
  const prices = new Map(ir.agents.map(({ name, allowance }) => [name, (allowance ?? ir.limits.allowance).usdMicros]));
  const steps = stepsFrom(ir, workflow);
  const lines = steps.reduce((most, step) => most * branchesOf(counting, steps, step), starts);
  const byAgent = new Map<string, number>();
  let [orders, usdMicros] = [0, 0];
  for (const step of steps) {
    if (step.kind !== 'agent' && step.kind !== 'talk') continue;
    const each = visitsOf(counting, steps, step) * perVisit(ir, step) * lines;
    const isPanel = step.kind === 'agent' && step.panel === true;
    const costs = step.agents.map((agent) => each * (prices.get(agent) ?? 0));
    orders += isPanel ? each * step.agents.length : each;
    usdMicros += isPanel ? costs.reduce((a, b) => a + b, 0) : Math.max(0, ...costs);
    for (const agent of new Set(step.agents)) byAgent.set(agent, (byAgent.get(agent) ?? 0) + each);
  }
  return { orders, byAgent, usdMicros };
}

/** Branches of `explore` have lines of their own. */
function branchesOf(counting: Counting, steps: readonly Step[], step: Step): number {
  if (step.kind !== 'call' || step.explore === undefined) return 1;
  return 1 + step.explore.branches * visitsOf(counting, steps, step);
}

function perVisit({ limits }: Ir, step: Extract<Step, { kind: 'agent' | 'talk' }>): number {
  return step.kind === 'talk' ? limits.turns : 1 + (step.continues ?? 0);
}

/** The cap, one more for each answer, and what conflicts and others' faults cause besides (T3). */
function visitsOf({ ir, answers }: Counting, steps: readonly Step[], step: Step): number {
  const { visits, conflicts, ejections, retries } = ir.limits;
  const questions = steps.filter(({ kind }) => kind === 'ask' || kind === 'talk' || kind === 'publish').length;
  const lands = steps.some(({ kind }) => kind === 'land');
  const sentBack = lands ? 2 * (conflicts + 1 + ejections + 1) : 0;
  return (step.kind === 'talk' ? visits : step.max ?? visits) + questions * answers + sentBack + retries + 1;
}
