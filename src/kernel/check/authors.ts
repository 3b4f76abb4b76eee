/**
 * Authors and approvers: no agent whose yes lets a patch land can have written it (E5).
 *
 * Authors of a line are all agents of writing steps, every rung of a ladder, in the workflow that
 * owns the line and in everything that it calls.
 */
import type { LandStep, Workflow } from '../ir.ts';
import { listed, quoted } from '../phrase.ts';
import { isWriter } from './line-flow.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep, calledFrom, placesIn, plain, taskWorkflows } from './plan.ts';
import { approvalPath } from './step-fault.ts';

export function checkAuthors(plan: Plan): void {
  const told = new Set<string>();
  for (const owner of ownersOf(plan)) {
    const homes = [...calledFrom(plan, owner)].flatMap((name) => plan.homes.get(name) ?? []);
    const authors = authorsOf(homes.map(({ workflow }) => workflow));
    for (const place of homes.flatMap(placesIn)) {
      const { step } = place;
      if (step.kind === 'land') checkLand(plan, { place: { ...place, step }, authors, told });
    }
  }
}

/** The workflows whose frames own a line: the root's, the tasks', and those that nothing uses yet. */
export function ownersOf(plan: Plan): readonly string[] {
  const used = new Set([plan.ir.root, ...taskWorkflows(plan)]);
  const called = new Set([...used].flatMap((name) => [...calledFrom(plan, name)]));
  for (const { name } of plan.ir.workflows) {
    if (called.has(name)) continue;
    used.add(name);
    for (const one of calledFrom(plan, name)) called.add(one);
  }
  return [...used];
}

interface Landing {
  readonly place: Place<LandStep>;
  readonly authors: ReadonlyMap<string, string>;
  /** Faults found already by way of another owner. */
  readonly told: Set<string>;
}

function checkLand(plan: Plan, { place, authors, told }: Landing): void {
  const { workflow, step } = place;
  for (const name of new Set(step.approvedBy.flat())) {
    const approver = workflow.steps.find((other) => other.name === name);
    if (approver?.kind !== 'agent') continue;
    for (const agent of new Set(approver.agents)) {
      const writes = authors.get(agent);
      const key = JSON.stringify([workflow.name, step.name, name, agent]);
      if (writes === undefined || told.has(key)) continue;
      told.add(key);
      blameStep(plan, place, {
        code: 'approver-is-author', at: approvalPath(step, name),
        found: `is approved by ${quoted(name)}, whose agent ${quoted(agent)} may be an author: it writes in ${writes}`,
        instead: `another agent there, none of the authors ${listed([...authors.keys()])}`,
        rule: 'E5',
      });
    }
  }
}

/** Each agent that may write, and the first step in which it does. */
function authorsOf(workflows: readonly Workflow[]): ReadonlyMap<string, string> {
  const authors = new Map<string, string>();
  for (const workflow of workflows) {
    for (const step of workflow.steps) {
      if (step.kind !== 'agent' || !isWriter(step)) continue;
      for (const agent of step.agents) {
        if (!authors.has(agent)) authors.set(agent, `workflow ${plain(workflow.name)}, step ${plain(step.name)}`);
      }
    }
  }
  return authors;
}
