/** A brain whose every decision is checked as it is made, whoever asks for it: a host or the simulation itself. */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Decision } from '../../src/kernel/decide.ts';
import type { Event } from '../../src/kernel/event.ts';
import { stepViolations, violations } from '../../src/kernel/invariants.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { forkState, type State } from '../../src/kernel/state.ts';
import { Violated, type Violation } from './violation.ts';

export interface Checks {
  /** Decisions that were made. */
  decisions: number;
  readonly commands: Map<string, number>;
  /** The first thing that was wrong. Hosts swallow what a brain throws, so it is kept here. */
  violated: Violated | null;
}

export function newChecks(): Checks {
  return { decisions: 0, commands: new Map(), violated: null };
}

export function checkedBrain(brain: KernelBrain, checks: Checks): KernelBrain {
  return { ...brain, decide: (state, command) => decideChecked(brain, checks, { state, command }) };
}

function decideChecked(brain: KernelBrain, checks: Checks, given: { state: State; command: Command }): Decision {
  const { state, command } = given;
  checks.decisions += 1;
  checks.commands.set(command.type, (checks.commands.get(command.type) ?? 0) + 1);
  try {
    const decision = brain.decide(state, command);
    const [first] = found(brain, checks, { ...given, decision });
    if (first !== undefined) throw new Violated(first.rule, first.message);
    return decision;
  } catch (error) {
    checks.violated ??= error instanceof Violated ? error : new Violated('assert', String(error instanceof Error ? error.stack : error));
    throw checks.violated;
  }
}

function found(brain: KernelBrain, checks: Checks, made: { state: State; command: Command; decision: Decision }): readonly Violation[] {
  const { state, command, decision } = made;
  const changes = !isRefusal(decision) && decision.length > 0;
  const after = changes ? evolveAll(brain, forkState(state), decision) : state;
  // To decide again, and to hash both sides, is dear: for samples.
  const { decisions } = checks;
  const options = decisions % 32 === 0 ? { brain, hashes: decisions % 512 === 0 } : {};
  const ofStep = stepViolations({ before: state, command, decision, after }, options);
  return changes && ofStep.length === 0 ? violations(after) : ofStep;
}

export function evolveAll(brain: Pick<KernelBrain, 'evolve'>, state: State, events: readonly Event[]): State {
  return events.reduce((now, event) => brain.evolve(now, event), state);
}
