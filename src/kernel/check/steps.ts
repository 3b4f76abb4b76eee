/** What one step says of itself, by its kind. What it wires and what it names is checked elsewhere. */
import type {
  AskStep, GateStep, GrowStep, LandStep, MeasureStep, PublishStep, RunStep, Step, TalkStep, WaitStep,
} from '../ir.ts';
import { outcomesOf } from '../outcomes.ts';
import { listed, quoted } from '../phrase.ts';
import { checkAgent } from './agents.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep, placesOf } from './plan.ts';
import { faultIf } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';
import { wordFaults } from './words.ts';

export function checkSteps(plan: Plan): void {
  for (const place of placesOf(plan)) {
    for (const fault of faultsOf(place)) blameStep(plan, place, fault);
  }
}

function faultsOf(place: Place): readonly StepFault[] {
  const { step } = place;
  switch (step.kind) {
    case 'run': return run(step);
    case 'agent': return checkAgent(step);
    case 'gate': return gate(step);
    case 'measure': return measure(step);
    case 'ask': return ask(step, place);
    case 'talk': return talk(step);
    case 'grow': return grow(step, place);
    case 'call': return explore(step.explore);
    case 'land': return land(step, place);
    case 'publish': return publish(step);
    case 'wait': return wait(step);
  }
}

/** The steps of the same workflow that `are` so. */
function namesOf(place: Place, are: (step: Step) => boolean): readonly string[] {
  return place.workflow.steps.filter(are).map(({ name }) => name);
}

function run(step: RunStep): readonly StepFault[] {
  return [
    ...faultIf(step.command.trim() === '', 'has no command', 'a command for a shell in the sandbox'),
    ...wordFaults(step, step.outcomes),
  ];
}

function gate(step: GateStep): readonly StepFault[] {
  return [
    ...faultIf(step.gates.length === 0, 'names no gate', 'at least one gate, cheap first'),
    ...faultIf(new Set(step.gates).size < step.gates.length, 'names a gate twice', 'each gate once'),
  ];
}

function measure(step: MeasureStep): readonly StepFault[] {
  const { target } = step;
  return faultIf(target !== undefined && !Number.isFinite(target), 'has a target that is no number', 'a number');
}

function ask(step: AskStep, place: Place): readonly StepFault[] {
  const { show, approves } = step;
  const plans = namesOf(place, (other) => other.kind === 'agent' && other.returns !== undefined);
  return [
    ...faultIf(step.question.trim() === '', 'asks nothing', 'a question for a person'),
    ...personFaults(step),
    ...faultIf(show !== undefined && show !== 'candidate' && !plans.includes(show),
      `shows ${quoted(show ?? '')}`, `\`candidate\`, or a step that returns something: ${listed(plans)}`),
    ...faultIf(approves !== undefined && !step.wires.some(({ on }) => on === approves),
      `approves by the word ${quoted(approves ?? '')}, which it does not wire`, 'a wire for that word'),
    ...(approves !== undefined && show !== 'candidate'
      ? [{ found: 'approves a patch that it does not show', instead: '`show` the `candidate`', rule: 'E6' }] : []),
  ];
}

function talk(step: TalkStep): readonly StepFault[] {
  return [
    ...faultIf(step.agents.length === 0, 'names no agent', 'an agent to talk to'),
    ...faultIf(step.prompt.trim() === '', 'has no prompt', 'a file with the prompt'),
    ...personFaults(step),
  ];
}

function personFaults(step: AskStep | TalkStep): readonly StepFault[] {
  const words = outcomesOf(step).filter(({ word, default: to }) => to === undefined && word !== 'fail');
  return faultIf(words.length === 0,
    'wires no word that a person could say', 'at least one word of your own, such as `yes`');
}

function grow(step: GrowStep, place: Place): readonly StepFault[] {
  const sources = namesOf(place, (other) => other.kind === 'agent' && other.returns === 'tasks');
  const kinds = step.workflows.map(({ kind }) => kind);
  return [
    ...faultIf(!sources.includes(step.tasks),
      `grows the tasks of ${quoted(step.tasks)}`, `a step of this workflow that \`returns tasks\`: ${listed(sources)}`),
    ...faultIf(kinds.length === 0,
      'has a workflow for no kind of task', 'a workflow for each kind that a plan may have'),
    ...faultIf(new Set(kinds).size < kinds.length, 'has two workflows for one kind', 'one workflow for each kind'),
    ...faultIf(!Number.isSafeInteger(step.parallel) || step.parallel < 1 || step.parallel > 10_000,
      `has a \`parallel\` of ${step.parallel}`, 'a whole number from 1 to 10000'),
  ];
}

function explore(wanted: { readonly branches: number } | undefined): readonly StepFault[] {
  if (wanted === undefined) return [];
  const { branches } = wanted;
  return faultIf(!Number.isSafeInteger(branches) || branches < 2 || branches > 64,
    `explores ${branches} branches`, 'a whole number from 2 to 64');
}

function land(step: LandStep, place: Place): readonly StepFault[] {
  const approving = namesOf(place, (other) => 'approves' in other && other.approves !== undefined);
  const unknown = [...new Set(step.approvedBy.flat())].filter((name) => !approving.includes(name));
  return [
    ...(step.approvedBy.some((group) => group.length === 0)
      ? [{ found: 'requires an approval by none', instead: 'name the steps that may approve', rule: 'E5' }] : []),
    ...unknown.map((name) => ({
      found: `is approved by ${quoted(name)}, which approves nothing here`,
      instead: `steps of this workflow with \`approves\`: ${listed(approving)}`, rule: 'E5',
    })),
  ];
}

function publish(step: PublishStep): readonly StepFault[] {
  return [
    ...faultIf(step.remote.trim() === '', 'names no remote', 'the remote to publish to'),
    ...faultIf(step.branch.trim() === '', 'names no branch', 'the branch to publish'),
  ];
}

function wait(step: WaitStep): readonly StepFault[] {
  const { afterMs, everyMs, command } = step;
  const isTime = (value: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= 31_536_000_000;
  const form = 'either `afterMs` alone, or `command` with `everyMs`';
  if (command === undefined) {
    return [
      ...faultIf(afterMs === undefined || everyMs !== undefined || step.outcomes !== undefined,
        'is neither a timer nor a poll', form),
      ...faultIf(afterMs !== undefined && !isTime(afterMs), `waits ${afterMs} ms`, 'a whole number from 1 to a year'),
    ];
  }
  return [
    ...faultIf(afterMs !== undefined || everyMs === undefined, 'is neither a timer nor a poll', form),
    ...faultIf(everyMs !== undefined && !isTime(everyMs),
      `polls every ${everyMs} ms`, 'a whole number from 1 to a year'),
    ...faultIf(command.trim() === '', 'has no command', 'a command for a shell in the sandbox'),
    ...wordFaults(step, step.outcomes?.filter((word) => word !== 'pending')),
  ];
}
