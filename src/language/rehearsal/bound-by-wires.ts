/**
 * The most agent orders that the wires and the caps allow, without the brain: true of every workflow,
 * and at once. Orders, not leases: what the infrastructure makes again is in it only where `fault` is wired.
 */

import type { Ir, Step, TaskKind } from '../../kernel/ir.ts';
import { agentPrices, priceUnit } from './agent-prices.ts';
import { WireFlow } from './wire-flow.ts';

export interface WireBound {
  readonly root: BoundCost;
  readonly tasks: readonly ({ readonly kind: TaskKind } & BoundCost)[];
}

export interface BoundCost {
  readonly orders: number;
  /** Each at its most; a ladder gives each visit to one of its agents, so that together they are fewer. */
  readonly byAgent: ReadonlyMap<string, number>;
  readonly usdMicros: number;
}

/** `answers`: times that each question is answered on a line. Each answer raises every cap of the line by one. */
export function boundByWires(ir: Ir, answers: number): WireBound {
  const counting = { ir, answers };
  const grows = ir.workflows.flatMap(({ steps }) => steps).flatMap((step) => (step.kind === 'grow' ? step.workflows : []));
  const unique = new Map(grows.map((item) => [`${item.kind} ${item.workflow}`, item]));
  const starts = startsOfCode(counting, grows.filter(({ kind }) => kind === 'test').map(({ workflow }) => workflow));
  return {
    root: costOf(counting, { workflow: ir.root, isTask: false, starts: 1 }),
    tasks: [...unique.values()].map(({ kind, workflow }) => ({ kind, ...costOf(counting, { workflow, isTask: true, starts: kind === 'code' ? starts : 1 }) })),
  };
}

interface Counting {
  readonly ir: Ir;
  readonly answers: number;
}

interface Own {
  readonly workflow: string;
  readonly isTask: boolean;
  /** Lines on which it begins, one after the other. */
  readonly starts: number;
}

/** Code begins anew, with all its caps, whenever the tests that judge it reach `land` again. */
function startsOfCode(counting: Counting, tests: readonly string[]): number {
  return Math.max(1, ...tests.map((workflow) => {
    const { flow, lines } = flowOf(counting, { workflow, isTask: true, starts: 1 });
    return lines * flow.most(({ kind }) => (kind === 'land' ? 1 : 0));
  }));
}

/** Tallies are the line's: a called workflow's steps have their caps once on it, however often it is called. */
function costOf(counting: Counting, own: Own): BoundCost {
  const { ir } = counting;
  const prices = agentPrices(ir);
  const unit = priceUnit(prices);
  const { flow, lines } = flowOf(counting, own);
  const most = (price: (agent: string) => number): number => lines * flow.most((step) => costOfVisit(ir, step, price));
  const agents = new Set(flow.steps.flatMap(({ step }) => (step.kind === 'agent' || step.kind === 'talk' ? step.agents : [])));
  return {
    orders: most(() => 1),
    byAgent: new Map([...agents].map((name) => [name, most((agent) => (agent === name ? 1 : 0))])),
    usdMicros: unit * most((agent) => (prices.get(agent) ?? 0) / unit),
  };
}

/** Its wires on one line; and on how many lines it may run, branches of `explore` among them. */
function flowOf({ ir, answers }: Counting, { workflow, isTask, starts }: Own): { readonly flow: WireFlow; readonly lines: number } {
  const one = new WireFlow({ ir, answers, isTask, isAnew: false }, workflow);
  if (starts === 1 && one.explored.length === 0) return { flow: one, lines: 1 };
  const flow = new WireFlow({ ir, answers, isTask, isAnew: true }, workflow);
  const lines = flow.explored.reduce((all, call) => all * (1 + (call.explore?.branches ?? 0) * flow.most((step) => (step === call ? 1 : 0))), starts);
  return { flow, lines };
}

/** Of a ladder the dearest: which of its agents is next is not told. */
function costOfVisit({ limits }: Ir, step: Step, price: (agent: string) => number): number {
  if (step.kind !== 'agent' && step.kind !== 'talk') return 0;
  const prices = step.agents.map(price);
  const isPanel = step.kind === 'agent' && step.panel === true;
  const orders = step.kind === 'talk' ? limits.turns : 1 + (step.continues ?? 0);
  return orders * (isPanel ? prices.reduce((a, b) => a + b, 0) : Math.max(0, ...prices));
}
