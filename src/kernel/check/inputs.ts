/**
 * Inputs and arguments: what a workflow takes is given, once, and is what it says it is.
 *
 * A run is started with texts and numbers, a `call` passes these and what steps ended with, and a
 * `grow` gives its task and nothing else.
 */
import { isNumber } from '../inputs.ts';
import type { Argument, CallStep, GrowStep, Input, Step, Workflow } from '../ir.ts';
import { listed, oneOf, quoted } from '../phrase.ts';
import type { Home, Place, Plan } from './plan.ts';
import { blameStep, blameWorkflow, calledFrom } from './plan.ts';
import { faultIf } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';

export function checkInputs(plan: Plan): void {
  const inRoot = calledFrom(plan, plan.ir.root);
  for (const home of plan.homes.values()) {
    checkDeclared(plan, home, inRoot.has(home.workflow.name));
  }
  for (const place of plan.places) {
    const { step } = place;
    if (step.kind === 'call') for (const fault of callFaults(plan, { ...place, step })) blameStep(plan, place, fault);
    if (step.kind === 'grow') for (const fault of growFaults(plan, step)) blameStep(plan, place, fault);
  }
}

function checkDeclared(plan: Plan, home: Home, inRoot: boolean): void {
  for (const [at, { name, type, default: value }] of home.workflow.inputs.entries()) {
    const found = `the input ${quoted(name)}`;
    if (value !== undefined && (type === 'task' || type === 'tasks' || (type === 'number' && !isNumber(value)))) {
      blameWorkflow(plan, home, {
        code: 'bad-default', at: ['inputs', at, 'default'],
        found: `${found} of the type ${type} has the default ${quoted(value)}`,
        instead: type === 'number' ? 'a number such as 3 or 0.5' : 'a default only of a text or a number',
      });
    }
    if (type === 'task' && inRoot) {
      blameWorkflow(plan, home, {
        code: 'task-without-task', at: ['inputs', at, 'type'],
        found: `${found} is a task, and the run itself comes here with none`,
        instead: 'a workflow of its own for tasks, which a `grow` names', rule: 'E2',
      });
    }
    if (type === 'tasks' && home.workflow.name === plan.ir.root) {
      blameWorkflow(plan, home, {
        code: 'input-not-given', at: ['inputs', at, 'type'],
        found: `${found} is a list of tasks, and a run is started with none`, instead: 'a step that returns tasks',
      });
    }
  }
}

/** A default stands for what is not given. */
const isNeeded = ({ type, default: value }: Input): boolean => type !== 'task' && value === undefined;

function growFaults(plan: Plan, step: GrowStep): readonly StepFault[] {
  return step.workflows.flatMap(({ workflow }, at): readonly StepFault[] => {
    const open = (plan.workflows.get(workflow)?.inputs ?? []).filter(isNeeded).map(({ name }) => name);
    return faultIf(open.length > 0, {
      code: 'input-not-given', at: ['workflows', at, 'workflow'],
      found: `gives ${quoted(workflow)} a task, and not its ${listed(open)}`, instead: 'a default for each of them',
    });
  });
}

function callFaults(plan: Plan, place: Place<CallStep>): readonly StepFault[] {
  const { step } = place;
  const called = plan.workflows.get(step.workflow);
  if (called === undefined) return [];
  const inputs = new Map(called.inputs.map((input) => [input.name, input]));
  const given = new Set<string>();
  const faults: StepFault[] = [];
  for (const [at, argument] of (step.arguments ?? []).entries()) {
    const input = inputs.get(argument.input);
    if (input === undefined) {
      const among = called.inputs.filter(({ type }) => type !== 'task').map(({ name }) => name);
      faults.push({
        code: 'unknown-input', at: ['arguments', at, 'input'],
        found: `gives ${quoted(argument.input)}, which is no input of ${quoted(called.name)}`,
        instead: oneOf(among), unknown: { name: argument.input, among },
      });
    } else {
      faults.push(...faultIf(given.has(input.name), {
        code: 'duplicate-argument', at: ['arguments', at, 'input'], found: `gives ${quoted(input.name)} twice`, instead: 'each input once',
      }), ...valueFaults(place.workflow, { input, argument, at }));
      given.add(input.name);
    }
  }
  const open = called.inputs.filter((input) => isNeeded(input) && !given.has(input.name)).map(({ name }) => name);
  return [...faults, ...faultIf(open.length > 0, {
    code: 'input-not-given', at: ['workflow'],
    found: `calls ${quoted(called.name)} without its ${listed(open)}`, instead: 'an argument for each, or a default in the workflow',
  })];
}

interface Passing {
  readonly input: Input;
  readonly argument: Argument;
  /** Where the call lists it. */
  readonly at: number;
}

function valueFaults(caller: Workflow, passing: Passing): readonly StepFault[] {
  const { input, argument: { value }, at } = passing;
  if (input.type === 'task') return [misfit(passing, 'an argument', 'no argument: only a `grow` gives a task, and calls inside of it hand it on')];
  if (value.from === 'literal') {
    const fits = input.type === 'text' || (input.type === 'number' && isNumber(value.text));
    return fits ? [] : [misfit(passing, `the text ${quoted(value.text)}`, wanted(input))];
  }
  if (value.from === 'input') {
    const outer = caller.inputs.find(({ name }) => name === value.name);
    const among = caller.inputs.filter(({ type }) => type !== 'task').map(({ name }) => name);
    if (outer === undefined) {
      return [{
        code: 'unknown-input', at: ['arguments', at, 'value', 'name'],
        found: `gives ${quoted(input.name)} the input ${quoted(value.name)}, which this workflow does not have`,
        instead: oneOf(among), unknown: { name: value.name, among },
      }];
    }
    const fits = outer.type === input.type || (input.type === 'text' && outer.type === 'number');
    return fits ? [] : [misfit(passing, `a ${outer.type}`, wanted(input))];
  }
  return stepValueFaults(caller, passing, value);
}

type StepValue = Extract<Argument['value'], { readonly from: 'step' }>;

function stepValueFaults(caller: Workflow, passing: Passing, value: StepValue): readonly StepFault[] {
  const { input, at } = passing;
  const step = caller.steps.find(({ name }) => name === value.step);
  if (step === undefined) {
    const among = caller.steps.filter((one) => yields(one).length > 0).map(({ name }) => name);
    return [{
      code: 'unknown-step', at: ['arguments', at, 'value', 'step'],
      found: `gives ${quoted(input.name)} what ${quoted(value.step)} ended with, which does not exist`,
      instead: oneOf(among), unknown: { name: value.step, among },
    }];
  }
  const words = yields(step);
  if (!words.includes(value.what)) {
    const instead = words.length === 0 ? 'a step that an agent or a person ends' : `its ${listed(words)}`;
    return [misfit(passing, `the ${value.what} of ${quoted(step.name)}, which has none`, instead)];
  }
  const fits = input.type === 'tasks' ? value.what === 'tasks' : input.type === 'text' && value.what !== 'tasks';
  return fits ? [] : [misfit(passing, `the ${value.what} of ${quoted(step.name)}`, wanted(input))];
}

/** What a step leaves behind: the words of people and agents, and what an agent returned. */
function yields(step: Step): readonly StepValue['what'][] {
  if (step.kind === 'ask' || step.kind === 'talk') return ['text'];
  if (step.kind !== 'agent') return [];
  return step.returns === undefined ? ['text'] : ['text', step.returns];
}

function misfit({ input, at }: Passing, what: string, instead: string): StepFault {
  return { code: 'argument-misfit', at: ['arguments', at, 'value'], found: `gives the ${input.type} ${quoted(input.name)} ${what}`, instead };
}

function wanted({ type }: Input): string {
  switch (type) {
    case 'text': return 'a text, a number, or the text or data of a step';
    case 'number': return 'a number such as 3 or 0.5, or an input that is one';
    default: return 'what a step returned that `returns tasks`';
  }
}
