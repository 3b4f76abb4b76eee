/**
 * Outcomes: the words with which each kind of step may end, and where each leads.
 *
 * Every outcome is wired or has a stated default: `halt` ends the frame, `self` visits the step
 * again. One without a default must be wired; `check-ir` refuses a plan that leaves one open.
 */
import type { AgentStep, AskStep, Step, TalkStep, WaitStep, Wire, Workflow } from './ir.ts';

export interface Outcome {
  readonly word: string;
  /** Where it leads when it is not wired; absent: it must be wired. */
  readonly default?: 'halt' | 'self';
}

const knownOutcomes = new WeakMap<Step, readonly Outcome[]>();

/**
 * All outcomes of a step, each once. `called` are the words with which the workflow of a `call`
 * may end (`endWords`); other kinds ignore it, and are worked out once: steps are frozen.
 */
export function outcomesOf(step: Step, called: readonly string[] = []): readonly Outcome[] {
  if (step.kind === 'call') return eachOnce(step, called);
  const outcomes = knownOutcomes.get(step) ?? eachOnce(step, called);
  knownOutcomes.set(step, outcomes);
  return outcomes;
}

function eachOnce(step: Step, called: readonly string[]): readonly Outcome[] {
  const all = [...ownOutcomes(step, called), ...commonOutcomes(step)];
  const seen = new Set<string>();
  return all.filter(({ word }) => !seen.has(word) && seen.add(word).size > 0);
}

/** The wire of an outcome, or its default as a wire. A word the step cannot end with halts. */
export function wireOf(step: Step, outcome: string): Wire {
  const wired = step.wires.find((wire) => wire.on === outcome);
  if (wired !== undefined) return wired;
  const stated = outcomesOf(step).find(({ word }) => word === outcome);
  return { on: outcome, to: stated?.default === 'self' ? step.name : 'halt' };
}

const known = new WeakMap<Step, ReadonlySet<string>>();

/** Whether a step can end with a word. Steps are frozen, so this is worked out once for each. */
export function canEndWith(step: Step, word: string): boolean {
  const words = known.get(step) ?? new Set(outcomesOf(step).map((outcome) => outcome.word));
  known.set(step, words);
  return words.has(word);
}

/** The words that a plan may not give a meaning of its own: they end steps whatever it says. */
export const commonWords: readonly string[] = ['timeout', 'budget', 'limit', 'fault'];

/** What only the brain says of a step, unless the step declares the word as its own. */
const brainsWords: ReadonlySet<string> = new Set([...commonWords, 'refused', 'conflict', 'split']);

/** E7: a leaf says how its own work ended, and not what the brain makes of it. */
export function maySay(step: Step, word: string): boolean {
  const declared = 'outcomes' in step && step.outcomes?.includes(word) === true;
  return canEndWith(step, word) && (declared || !brainsWords.has(word));
}

/** The words that a leaf at work on a step may end with. */
export function leafWords(step: Step): readonly string[] {
  return outcomesOf(step).map(({ word }) => word).filter((word) => maySay(step, word));
}

/** The words with which a workflow may end, in the order of their first wire. */
export function endWords(workflow: Workflow): readonly string[] {
  const words = new Set<string>();
  for (const step of workflow.steps) {
    for (const wire of step.wires) if (wire.to === 'end') words.add(wire.as ?? 'ok');
  }
  return [...words];
}

/** Whether a step hands out orders: then money, time and infrastructure can end it, or a member of a panel. */
export function performsOrders(step: Step): boolean {
  switch (step.kind) {
    case 'run': case 'agent': case 'gate': case 'measure': case 'talk': case 'publish':
      return true;
    case 'wait':
      return step.command !== undefined;
    case 'ask': case 'grow': case 'call': case 'land':
      return false;
  }
}

function commonOutcomes(step: Step): readonly Outcome[] {
  // Time, money and the machinery end a member's order; the member has failed, and the panel goes on (T3).
  if (step.kind === 'agent' && step.panel === true) return halting('limit');
  if (performsOrders(step)) return halting(...commonWords);
  return step.kind === 'ask' ? halting('timeout', 'limit') : halting('limit');
}

function ownOutcomes(step: Step, called: readonly string[]): readonly Outcome[] {
  switch (step.kind) {
    case 'run':
      return [...wired(...(step.outcomes ?? ['ok', 'fail'])), ...refusal(step.writes !== undefined)];
    case 'agent':
      return agentOutcomes(step);
    case 'gate':
      return wired('green', 'red');
    case 'measure':
      return wired(...(step.target === undefined ? [] : ['reached']), 'better', 'same', 'worse', 'fail');
    case 'ask':
      return wired(...personWords(step));
    case 'talk':
      return wired(...personWords(step), 'fail');
    case 'grow':
      return [...wired('landed', 'stalled'), ...halting('base-red', 'refused')];
    case 'call':
      // A branch that halts is not picked, and no more: where none is, the call ends `fail`.
      return [...wired(...called), ...halting(step.explore === undefined ? 'halt' : 'fail')];
    case 'land':
      return [...wired('landed', 'conflict', 'red'), ...halting('refused', 'base-red', 'dispute')];
    case 'publish':
      return wired('published', 'rejected', 'fail');
    case 'wait':
      return wired(...waitWords(step));
  }
}

function agentOutcomes(step: AgentStep): readonly Outcome[] {
  const ending = step.approves === undefined ? ['ok'] : [step.approves, ...(step.otherwise === undefined ? [] : [step.otherwise])];
  const writes = step.writes !== undefined;
  return [
    ...wired(...ending, ...(step.panel === true ? ['split'] : []), 'fail', ...(step.outcomes ?? [])),
    ...refusal(writes || step.returns !== undefined),
    ...(writes ? halting('dispute', 'give-up') : []),
    ...(writes ? [{ word: 'conflict', default: 'self' } as const] : []),
  ];
}

/** The words that a person may say: those that are wired and that nothing else says. */
function personWords(step: AskStep | TalkStep): readonly string[] {
  const others = step.kind === 'ask' ? commonWords : [...commonWords, 'fail'];
  return step.wires.map((wire) => wire.on).filter((word) => !others.includes(word));
}

/** A poll that answers `pending` polls again, so that word is never wired. */
function waitWords(step: WaitStep): readonly string[] {
  if (step.command === undefined) return ['ok'];
  return (step.outcomes ?? ['ok', 'fail']).filter((word) => word !== 'pending');
}

/** What was brought back was refused: a patch (E2), or a decomposition (T1). */
function refusal(possible: boolean): readonly Outcome[] {
  return possible ? wired('refused') : [];
}

function wired(...words: readonly string[]): readonly Outcome[] {
  return words.map((word) => ({ word }));
}

function halting(...words: readonly string[]): readonly Outcome[] {
  return words.map((word) => ({ word, default: 'halt' }));
}
