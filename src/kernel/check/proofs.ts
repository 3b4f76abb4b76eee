/**
 * Proofs: every way from a step that writes to a `land` passes a gate, and an approval by every
 * group that the `land` names (E5). The kernel refuses at run time as well, whatever this says.
 */
import type { LandStep, Workflow } from '../ir.ts';
import { listed, quoted } from '../phrase.ts';
import { reachOf, writes } from './line-flow.ts';
import type { Flow, Reach, Requirement } from './line-flow.ts';
import type { Plan } from './plan.ts';
import { blameStep } from './plan.ts';

/** Only for a plan whose calls do not recurse. */
export function checkProofs(plan: Plan): void {
  const proof: Proof = { plan, memo: new Map(), starts: new Map() };
  for (const workflow of plan.workflows.values()) {
    for (const step of workflow.steps) if (step.kind === 'land') checkLand(proof, workflow, step);
  }
}

interface Proof {
  readonly plan: Plan;
  readonly memo: Flow['memo'];
  /** Whether a workflow may start with an open patch, by its name and the requirement's kind. */
  readonly starts: Map<string, boolean>;
}

function checkLand(proof: Proof, workflow: Workflow, step: LandStep): void {
  checkWays(proof, { workflow, step, requirement: { kind: 'gate' } });
  for (const by of step.approvedBy) {
    // A group of which no step approves is a fault already, by `checkSteps`.
    const known = by.some((name) => workflow.steps.some((other) => other.name === name && 'approves' in other));
    if (known) checkWays(proof, { workflow, step, requirement: { kind: 'approval', by } });
  }
}

interface Landing {
  readonly workflow: Workflow;
  readonly step: LandStep;
  readonly requirement: Requirement;
}

function checkWays(proof: Proof, { workflow, step, requirement }: Landing): void {
  const reach = reachIn(proof, workflow, requirement);
  if (!reach.steps.has(step.name)) return;
  const way = wayTo(proof.plan, { workflow, reach, last: step.name });
  const missing = requirement.kind === 'approval' ? `an approval by ${listed(requirement.by)}` : 'a gate';
  blameStep(proof.plan, { workflow, step }, {
    found: `can be reached without ${missing}: ${way}`,
    instead: `${missing} on every way from a step that writes`,
    rule: 'E5',
  });
}

function reachIn(proof: Proof, workflow: Workflow, requirement: Requirement): Reach {
  const { plan, memo } = proof;
  return reachOf({ plan, memo, workflow, requirement, openAtStart: startsOpen(proof, workflow, requirement) });
}

/** Whether some caller may call `workflow` while a patch is open. A frame of its own starts clean. */
function startsOpen(proof: Proof, workflow: Workflow, requirement: Requirement): boolean {
  const kind = requirement.kind === 'gate' ? 'gate' : 'nothing';
  const key = `${kind} ${workflow.name}`;
  const known = proof.starts.get(key);
  if (known !== undefined) return known;
  const open = [...proof.plan.workflows.values()].some((caller) => {
    const calls = caller.steps.filter((step) => step.kind === 'call' && step.workflow === workflow.name);
    if (calls.length === 0) return false;
    const { steps } = reachIn(proof, caller, { kind });
    return calls.some(({ name }) => steps.has(name));
  });
  proof.starts.set(key, open);
  return open;
}

/** "`write` → `fix` → `land`": one way from where the patch was written. */
function wayTo(plan: Plan, at: { readonly workflow: Workflow; readonly reach: Reach; readonly last: string }): string {
  const way = [at.last];
  for (let name = at.reach.steps.get(at.last); name !== undefined && name !== ''; name = at.reach.steps.get(name)) {
    if (way.includes(name)) break;
    way.unshift(name);
    const step = at.workflow.steps.find((one) => one.name === name);
    if (step !== undefined && writes(plan, step)) break;
  }
  return way.map(quoted).join(' → ');
}
