/**
 * Frames: which workflows call which, and what a frame of a task, or a branch, may hold.
 *
 * There is no `grow` inside a task (follow-ups are the way) and none inside a branch, whose line
 * is a fork; a fork neither lands nor is published, its owner does that with the one picked.
 */
import { cyclesOf } from '../cycles.ts';
import type { CallStep, Step, Workflow } from '../ir.ts';
import { quoted } from '../phrase.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep, blameWorkflow, calledFrom, taskWorkflows } from './plan.ts';

/** Says which workflows call themselves, so that nothing follows them for ever. */
export function checkFrames(plan: Plan): ReadonlySet<string> {
  const endless = checkRecursion(plan);
  const inTasks = closureOf(plan, taskWorkflows(plan));
  const inRoot = calledFrom(plan, plan.ir.root);
  for (const place of plan.places) {
    const { workflow, step } = place;
    if (step.kind === 'grow' && inTasks.has(workflow.name)) {
      blameStep(plan, place, {
        code: 'grow-in-task', at: [],
        found: 'grows tasks inside a task',
        instead: 'follow-ups of a writing step',
        rule: 'T5',
      });
    }
    checkWriter(plan, place, { inTask: inTasks.has(workflow.name), inRoot: inRoot.has(workflow.name) });
    if (step.kind === 'call' && step.explore !== undefined) checkBranches(plan, place, step);
  }
  return endless;
}

function checkRecursion(plan: Plan): ReadonlySet<string> {
  const homes = [...plan.homes.values()];
  const places = new Map(homes.map(({ workflow }, place) => [workflow.name, place]));
  const arrows = homes.map(({ workflow }) =>
    workflow.steps.flatMap((step) => step.kind === 'call' ? places.get(step.workflow) ?? [] : []));
  const cycles = cyclesOf(arrows);
  for (const cycle of cycles) {
    const around = cycle.flatMap((place) => homes[place] ?? []);
    const first = around[0];
    if (first === undefined) continue;
    const names = [...around, first].map(({ workflow }) => workflow.name);
    const words = names.map(quoted).join(' calls ');
    const call = first.workflow.steps.findIndex((step) => step.kind === 'call' && step.workflow === names[1]);
    blameWorkflow(plan, first, {
      code: 'calls-itself', at: ['steps', call, 'workflow'],
      found: `calls itself: ${words}`,
      instead: 'wires for a loop; calls never come back',
      rule: 'R6',
    });
  }
  // Of those that are knotted one cycle is told, and all of them lead there.
  return new Set(cycles.flat().flatMap((place) => homes[place]?.workflow.name ?? []));
}

/** A task's step writes what the task claims; a frame without a task has no such claims (E2, L5). */
function checkWriter(plan: Plan, place: Place, where: { readonly inTask: boolean; readonly inRoot: boolean }): void {
  const { step } = place;
  if ((step.kind !== 'run' && step.kind !== 'agent') || step.writes === undefined) return;
  if (step.writes === 'task.writes' && where.inRoot) {
    blameStep(plan, place, {
      code: 'task-writes-without-task', at: ['writes'],
      found: 'writes `task.writes` where there is no task',
      instead: 'the paths themselves',
      rule: 'E2',
    });
  }
  if (step.writes !== 'task.writes' && where.inTask) {
    blameStep(plan, place, {
      code: 'own-writes-in-task', at: ['writes'],
      found: 'writes paths of its own inside a task',
      instead: '`task.writes`',
      rule: 'E2',
    });
  }
}

const notInBranch: readonly Step['kind'][] = ['grow', 'land', 'publish'];

function checkBranches(plan: Plan, place: Place, call: CallStep): void {
  const workflows = [...calledFrom(plan, call.workflow)].flatMap((name) => plan.workflows.get(name) ?? []);
  const steps = workflows.flatMap((workflow: Workflow) => workflow.steps);
  for (const kind of notInBranch) {
    if (!steps.some((step) => step.kind === kind)) continue;
    blameStep(plan, place, {
      code: 'step-not-in-branch', at: ['explore'],
      found: `explores branches with a \`${kind}\` step in them`,
      instead: `\`${kind}\` after the pick`,
    });
  }
  const measured = steps.some((step) => step.kind === 'measure');
  if (call.explore?.pick === 'best' && !measured && workflows.length > 0) {
    blameStep(plan, place, {
      code: 'best-without-measure', at: ['explore', 'pick'],
      found: 'picks the best of branches that nothing measures',
      instead: 'a `measure` step in what it calls, or `pick first`',
    });
  }
}

function closureOf(plan: Plan, names: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].flatMap((name) => [...calledFrom(plan, name)]));
}
