/** The frozen IR, indexed by name. Derived once, never journaled, never changed. */

import { must } from './assert.ts';
import type { AgentDecl, GateDecl, Ir, Step, TaskKind, Workflow } from './ir.ts';

export interface Plan {
  readonly ir: Ir;
  readonly steps: ReadonlyMap<string, ReadonlyMap<string, Step>>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly agents: ReadonlyMap<string, AgentDecl>;
  readonly gates: ReadonlyMap<string, GateDecl>;
  readonly landing: readonly GateDecl[];
}

export function indexPlan(ir: Ir): Plan {
  const gates = new Map(ir.gates.map((gate) => [gate.name, gate]));
  return {
    ir,
    steps: new Map(ir.workflows.map((w) => [w.name, new Map(w.steps.map((step) => [step.name, step]))])),
    workflows: new Map(ir.workflows.map((workflow) => [workflow.name, workflow])),
    agents: new Map(ir.agents.map((agent) => [agent.name, agent])),
    gates,
    landing: ir.landing.map((name) => must(gates.get(name), `gate ${name}`)),
  };
}

export function stepOf(plan: Plan, workflow: string, step: string): Step {
  return must(plan.steps.get(workflow)?.get(step), step);
}

export function startOf(plan: Plan, workflow: string): string {
  return must(plan.workflows.get(workflow), `workflow ${workflow}`).start;
}

/** The gates of the landing that judge a kind of task, cheap first. */
export function gatesFor(plan: Plan, kind: TaskKind | null): readonly GateDecl[] {
  if (kind === null) return plan.landing;
  return plan.landing.filter((gate) => gate.kinds === undefined || gate.kinds.includes(kind));
}

/** The sandbox that a gate must run in (E1). `null`: the plan declares none, so that it is the hand's to choose. */
export function sandboxOf(ir: Ir, gate: GateDecl): string | null {
  return gate.sandbox ?? ir.sandboxes[0]?.name ?? null;
}

export function needsControl(gate: GateDecl): boolean {
  return gate.control ?? gate.role === 'tests';
}
