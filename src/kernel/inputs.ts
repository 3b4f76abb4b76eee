/**
 * What the inputs of a frame's workflow hold: derived along the calls that led there, never stored.
 *
 * While a called workflow is at work its caller stands still, so that whatever was resolved for its
 * first order is so for its last.
 */

import { must } from './assert.ts';
import type { Argument, Input, Workflow } from './ir.ts';
import { stepOf } from './plan.ts';
import type { Frame } from './rows.ts';
import type { State } from './state.ts';

/** A text; or the digest of data, or of a decomposition, that a step returned. */
export type InputValue = { readonly text: string } | { readonly data: string } | { readonly tasks: string };

export interface GivenInput {
  readonly name: string;
  /** `null`: the step that would have said it was not visited on this way. */
  readonly value: InputValue | null;
}

/** Every input of the frame's workflow but the task, in the order in which it declares them. */
export function inputsOf(state: State, frame: Frame): readonly GivenInput[] {
  const plan = must(state.plan, 'the plan');
  const { inputs } = must(plan.workflows.get(frame.workflow), frame.workflow);
  const own = inputs.filter(({ type }) => type !== 'task');
  if (own.length === 0) return [];
  if (frame.parent === null) {
    const given = new Map(state.run.inputs);
    return own.map((input) => ({ name: input.name, value: textOf(given.get(input.name) ?? input.default) }));
  }
  const caller = must(state.frames.get(must(state.visits.get(frame.parent), frame.parent).frame), frame.parent);
  const passed = new Map(argumentsOf(state, frame).map((argument) => [argument.input, argument]));
  const outer = argumentsOf(state, frame).some(({ value }) => value.from === 'input') ? inputsOf(state, caller) : [];
  return own.map((input) => ({ name: input.name, value: valueOf(passed.get(input.name), { input, caller, outer }) }));
}

/** What the call that opened a frame gives; a `grow` gives the task and nothing else. */
export function argumentsOf(state: State, { parent }: Frame): readonly Argument[] {
  const visit = parent === null ? undefined : state.visits.get(parent);
  const caller = state.frames.get(visit?.frame ?? '');
  if (visit === undefined || caller === undefined) return [];
  const step = stepOf(must(state.plan, 'the plan'), caller.workflow, visit.step);
  return step.kind === 'call' ? step.arguments ?? [] : [];
}

/** Why a run cannot be started with these inputs, each reason once; none: it can. */
export function startFaults(workflow: Workflow, given: readonly (readonly [string, string])[]): readonly string[] {
  const names = given.map(([name]) => name);
  const declared = workflow.inputs.filter(({ type }) => type === 'text' || type === 'number');
  const types = new Map(declared.map(({ name, type }) => [name, type]));
  return [
    ...names.filter((name, at) => !types.has(name) && names.indexOf(name) === at).map((name) => `${name} is no input of ${workflow.name}`),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} is given twice`),
    ...declared.filter((input) => input.default === undefined && !names.includes(input.name)).map(({ name, type }) => `${name} is missing, a ${type}`),
    ...given.filter(([name, text]) => types.get(name) === 'number' && !isNumber(text)).map(([name, text]) => `${name} is a number; found ${JSON.stringify(text.slice(0, 80))}`),
  ];
}

/** Whether a text is a number as people write it: digits, a sign, a point, an exponent. */
export function isNumber(text: string): boolean {
  if (text === '' || text.length > 64) return false;
  for (const character of text) if (!'0123456789+-.eE'.includes(character)) return false;
  return Number.isFinite(Number(text));
}

interface Passing {
  readonly input: Input;
  readonly caller: Frame;
  /** What the caller itself was given. */
  readonly outer: readonly GivenInput[];
}

function valueOf(argument: Argument | undefined, { input, caller, outer }: Passing): InputValue | null {
  if (argument === undefined) return textOf(input.default);
  const { value } = argument;
  switch (value.from) {
    case 'literal': return { text: value.text };
    case 'input': return outer.find(({ name }) => name === value.name)?.value ?? null;
    case 'step': break;
  }
  if (value.what === 'text') return textOf(caller.said?.find(({ step }) => step === value.step)?.text);
  const digest = caller.returned.find(({ step }) => step === value.step)?.digest;
  if (digest === undefined) return null;
  return value.what === 'data' ? { data: digest } : { tasks: digest };
}

function textOf(text: string | undefined): InputValue | null {
  return text === undefined ? null : { text };
}
