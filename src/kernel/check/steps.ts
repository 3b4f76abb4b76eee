/** What one step says of itself, by its kind. What it wires and what it names is checked elsewhere. */
import type {
  AskStep, GateStep, GrowStep, LandStep, MeasureStep, PublishStep, RunStep, Step, TalkStep, WaitStep,
} from '../ir.ts';
import { outcomesOf } from '../outcomes.ts';
import { listed, quoted, timesUpTo, timeText } from '../phrase.ts';
import { checkAgent, freshFaults } from './agents.ts';
import type { Place, Plan } from './plan.ts';
import { blameStep } from './plan.ts';
import { approvalPath, faultIf, repeatedAt } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';
import { outcomeFaults } from './words.ts';

export function checkSteps(plan: Plan): void {
  for (const place of plan.places) {
    for (const fault of faultsOf(place)) blameStep(plan, place, fault);
  }
}

function faultsOf(place: Place): readonly StepFault[] {
  const { step } = place;
  switch (step.kind) {
    case 'run': return run(step);
    case 'agent': return [...checkAgent(step), ...twice('reads', step.reads ?? [])];
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

/** Of a command that is nothing but spaces. */
function commandFaults(command: string): readonly StepFault[] {
  return faultIf(command.trim() === '', {
    code: 'no-command', at: ['command'],
    found: 'has no command', instead: 'a command for a shell in the sandbox',
  });
}

function run(step: RunStep): readonly StepFault[] {
  const { command, script, services = [] } = step;
  const both = script !== undefined && command.trim() !== '';
  return [
    ...(script === undefined ? commandFaults(command) : []),
    ...faultIf(both, { code: 'command-and-script', at: ['script'], found: 'has a command and a script', instead: 'one of the two' }),
    ...faultIf(script?.trim() === '', { code: 'no-command', at: ['script'], found: 'names no script', instead: 'a file beside the workflow' }),
    ...twice('services', services), ...twice('reads', step.reads ?? []), ...freshFaults(step), ...outcomeFaults(step),
  ];
}

/** One name twice in a list. */
function twice(list: string, names: readonly string[]): readonly StepFault[] {
  const at = repeatedAt(names);
  if (at < 0) return [];
  return [{ code: 'duplicate-reference', at: [list, at], found: `names ${quoted(names[at] ?? '')} twice`, instead: 'each once' }];
}

function gate(step: GateStep): readonly StepFault[] {
  const twice = repeatedAt(step.gates);
  return [
    ...faultIf(step.gates.length === 0,
      { code: 'no-gate', at: ['gates'], found: 'names no gate', instead: 'at least one gate, cheap first' }),
    ...faultIf(twice >= 0,
      { code: 'duplicate-gate', at: ['gates', twice], found: 'names a gate twice', instead: 'each gate once' }),
  ];
}

function measure(step: MeasureStep): readonly StepFault[] {
  const { target } = step;
  return faultIf(target !== undefined && !Number.isFinite(target),
    { code: 'not-a-number', at: ['target'], found: 'has a target that is no number', instead: 'a number' });
}

function ask(step: AskStep, place: Place): readonly StepFault[] {
  const { show, approves } = step;
  const plans = namesOf(place, (other) => other.kind === 'agent' && other.returns !== undefined);
  const words = step.wires.map(({ on }) => on);
  return [
    ...faultIf(step.question.trim() === '',
      { code: 'no-question', at: ['question'], found: 'asks nothing', instead: 'a question for a person' }),
    ...personFaults(step),
    ...faultIf(show !== undefined && show !== 'candidate' && !plans.includes(show), {
      code: 'unknown-show', at: ['show'],
      found: `shows ${quoted(show ?? '')}`,
      instead: `\`candidate\`, or a step that returns something: ${listed(plans, 'there is none')}`,
      unknown: { name: show ?? '', among: ['candidate', ...plans] },
    }),
    ...faultIf(approves !== undefined && !words.includes(approves), {
      code: 'approval-not-wired', at: ['approves'],
      found: `approves by the word ${quoted(approves ?? '')}, which it does not wire`,
      instead: 'a wire for that word',
      unknown: { name: approves ?? '', among: words },
    }),
    ...faultIf(approves !== undefined && (show === undefined || plans.includes(show)), {
      code: 'approves-unseen', at: [show === undefined ? 'approves' : 'show'],
      found: 'approves a patch that it does not show', instead: '`show` the `candidate`', rule: 'E6',
    }),
  ];
}

function talk(step: TalkStep): readonly StepFault[] {
  return [
    ...faultIf(step.agents.length === 0,
      { code: 'no-agent', at: ['agents'], found: 'names no agent', instead: 'an agent to talk to' }),
    ...faultIf(step.prompt.trim() === '',
      { code: 'no-prompt', at: ['prompt'], found: 'has no prompt', instead: 'a file with the prompt' }),
    ...personFaults(step),
  ];
}

function personFaults(step: AskStep | TalkStep): readonly StepFault[] {
  const words = outcomesOf(step).filter(({ word, default: to }) => to === undefined && word !== 'fail');
  return faultIf(words.length === 0, {
    code: 'no-word-of-a-person', at: ['wires'],
    found: 'wires no word that a person could say', instead: 'at least one word of your own, such as `yes`',
  });
}

function grow(step: GrowStep, place: Place): readonly StepFault[] {
  const sources = namesOf(place, (other) => other.kind === 'agent' && other.returns === 'tasks');
  const kinds = step.workflows.map(({ kind }) => kind);
  const twice = repeatedAt(kinds);
  const first = place.workflow.steps.find((other): other is GrowStep => other.kind === 'grow' && other.tasks === step.tasks) ?? step;
  return [
    ...faultIf(!sources.includes(step.tasks), {
      code: 'unknown-tasks', at: ['tasks'],
      found: `grows the tasks of ${quoted(step.tasks)}, which returns none`,
      instead: `a step of this workflow that \`returns tasks\`: ${listed(sources, 'there is none')}`,
      unknown: { name: step.tasks, among: sources },
    }),
    ...faultIf(kinds.length === 0, {
      code: 'grow-without-kinds', at: ['workflows'],
      found: 'has a workflow for no kind of task', instead: 'a workflow for each kind that a plan may have',
    }),
    ...faultIf(twice >= 0, {
      code: 'duplicate-kind', at: ['workflows', twice, 'kind'],
      found: 'has two workflows for one kind', instead: 'one workflow for each kind',
    }),
    ...faultIf(sources.includes(step.tasks) && kindsText(step) !== kindsText(first), {
      code: 'grow-kinds-differ', at: ['workflows'],
      found: `grows the tasks of ${quoted(step.tasks)} for ${kindsText(step)}, and ${quoted(first.name)} grows them for ${kindsText(first)}`,
      instead: 'a workflow for the same kinds in every `grow` of the same tasks, which are admitted once', rule: 'T1',
    }),
    ...faultIf(!Number.isSafeInteger(step.parallel) || step.parallel < 1 || step.parallel > 10_000, {
      code: 'number-out-of-range', at: ['parallel'],
      found: `has a \`parallel\` of ${step.parallel}`, instead: 'a whole number from 1 to 10000',
    }),
  ];
}

/** The kinds of task that a `grow` takes: tasks are admitted for them once, whichever `grow` they come to. */
function kindsText({ workflows }: GrowStep): string {
  return listed([...new Set(workflows.map(({ kind }) => kind))].sort(), 'no kind');
}

function explore(wanted: { readonly branches: number } | undefined): readonly StepFault[] {
  if (wanted === undefined) return [];
  const { branches } = wanted;
  return faultIf(!Number.isSafeInteger(branches) || branches < 2 || branches > 64, {
    code: 'number-out-of-range', at: ['explore', 'branches'],
    found: `explores ${branches} branches`, instead: 'a whole number from 2 to 64',
  });
}

function land(step: LandStep, place: Place): readonly StepFault[] {
  const approving = namesOf(place, (other) => 'approves' in other && other.approves !== undefined);
  const unknown = [...new Set(step.approvedBy.flat())].filter((name) => !approving.includes(name));
  const none = step.approvedBy.findIndex((group) => group.length === 0);
  return [
    ...faultIf(none >= 0, {
      code: 'approval-by-none', at: ['approvedBy', none],
      found: 'requires an approval by none', instead: 'name the steps that may approve', rule: 'E5',
    }),
    ...unknown.map((name): StepFault => ({
      code: 'unknown-approval', at: approvalPath(step, name),
      found: `is approved by ${quoted(name)}, which approves nothing here`,
      instead: `steps of this workflow with \`approves\`: ${listed(approving, 'there is none')}`, rule: 'E5',
      unknown: { name, among: approving },
    })),
  ];
}

function publish(step: PublishStep): readonly StepFault[] {
  return [
    ...faultIf(step.remote.trim() === '',
      { code: 'no-remote', at: ['remote'], found: 'names no remote', instead: 'the remote to publish to' }),
    ...faultIf(step.branch.trim() === '',
      { code: 'no-branch', at: ['branch'], found: 'names no branch', instead: 'the branch to publish' }),
  ];
}

/** What a timer has no use for. */
const ofAPoll = ['outcomes', 'sandbox', 'waiver'] as const;

function wait(step: WaitStep): readonly StepFault[] {
  const { afterMs, everyMs, command } = step;
  const mixed: StepFault = {
    code: 'neither-timer-nor-poll', at: [],
    found: 'is neither a timer nor a poll', instead: 'either `afterMs` alone, or `command` with `everyMs`',
  };
  if (command === undefined) {
    return [
      ...faultIf(afterMs === undefined || everyMs !== undefined || ofAPoll.some((one) => step[one] !== undefined), mixed),
      ...timeFaults(afterMs, { at: ['afterMs'], does: 'waits' }),
    ];
  }
  return [
    ...faultIf(afterMs !== undefined || everyMs === undefined, mixed),
    ...timeFaults(everyMs, { at: ['everyMs'], does: 'polls every' }),
    ...commandFaults(command),
    ...outcomeFaults(step),
  ];
}

/** A year. */
const longestWaitMs = 31_536_000_000;

function timeFaults(ms: number | undefined, { at, does }: { readonly at: StepFault['at']; readonly does: string }): readonly StepFault[] {
  const isTime = ms === undefined || (Number.isSafeInteger(ms) && ms >= 1 && ms <= longestWaitMs);
  return isTime ? [] : [{
    code: 'number-out-of-range', at, found: `${does} ${timeText(ms)}`, instead: timesUpTo(longestWaitMs),
  }];
}
