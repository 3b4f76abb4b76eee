/** `call review(goal: plan.text)  explore 3 pick best`. */
import type { Argument, CallStep } from '../../kernel/ir.ts';
import type { Pair, Value } from '../syntax/tree.ts';
import { flat } from './block-reader.ts';
import type { BlockReader } from './block-reader.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';
import { readNumeral } from './numeral.ts';

export function lowerCall({ read, clause, common }: StepReader): CallStep {
  const [workflow, ...rest] = clause.values;
  if (workflow?.kind !== 'word') read.misshapen(clause.span, '`call` and the name of a workflow');
  else read.place('workflow', workflow.span);
  const pairs = flat(rest);
  return {
    kind: 'call',
    ...common,
    workflow: workflow?.kind === 'word' ? workflow.text : '',
    ...given('arguments', pairs.length === 0 ? undefined : argumentsOf(read, pairs)),
    ...given('explore', exploreOf(read)),
  };
}

function argumentsOf(read: BlockReader, values: readonly Value[]): readonly Argument[] {
  const passed: Argument[] = [];
  for (const value of values) {
    const argument = value.kind === 'pair' ? valueOf(read, value) : null;
    if (value.kind !== 'pair' || argument === null) {
      read.misshapen(value.span, '`input: "text"`, `input: 3`, `input: goal` or `input: plan.text`');
      continue;
    }
    const property = `arguments/${passed.length}`;
    read.place(property, value.span);
    read.place(`${property}/input`, value.name.span);
    read.place(`${property}/value`, value.value.span);
    passed.push({ input: value.name.text, value: argument });
  }
  return passed;
}

const whats = ['text', 'data', 'tasks'] as const;

/** A word without a point is an input of the calling workflow; with one, what a step ended with. */
function valueOf(read: BlockReader, { value }: Pair): Argument['value'] | null {
  if (value.kind === 'text') return { from: 'literal', text: value.value };
  if (value.kind === 'number') {
    const number = readNumeral(value.text, 'count');
    if (number.ok) return { from: 'literal', text: String(number.value) };
    read.say(number.kind, value.span, { message: number.message, hint: number.hint });
    return { from: 'literal', text: value.text };
  }
  if (value.kind !== 'word') return null;
  const dot = value.text.lastIndexOf('.');
  if (dot === -1) return { from: 'input', name: value.text };
  const what = whats.find((one) => one === value.text.slice(dot + 1));
  return what === undefined ? null : { from: 'step', step: value.text.slice(0, dot), what };
}

function exploreOf(read: BlockReader): CallStep['explore'] {
  const clause = read.clause('explore');
  if (clause === undefined) return undefined;
  const [count, pick, which] = clause.values;
  const branches = count === undefined ? undefined : read.numberOf(count, 'count', 'explore/branches');
  const picks = (['first', 'best'] as const).find((one) => which?.kind === 'word' && one === which.text);
  read.place('explore', clause.span);
  if (pick?.kind !== 'word' || pick.text !== 'pick' || picks === undefined) {
    read.misshapen(clause.span, '`explore 3 pick best` or `explore 3 pick first`');
  }
  return branches === undefined ? undefined : { branches, pick: picks ?? 'first' };
}
