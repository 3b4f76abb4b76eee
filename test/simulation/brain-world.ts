/**
 * A world around the brain alone: commands are decided and evolved at once, without a host, so
 * that very many of them fit into a minute.
 */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Decision } from '../../src/kernel/decide.ts';
import type { Event } from '../../src/kernel/event.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { replay } from '../../src/kernel/replay.ts';
import type { State } from '../../src/kernel/state.ts';
import { stateHash } from '../../src/kernel/state-hash.ts';
import type { Act } from './act.ts';
import { Cast } from './cast.ts';
import { checkedBrain, type Checks, evolveAll, newChecks } from './checked-brain.ts';
import type { Choices } from './choices.ts';
import { Ledger } from './ledger.ts';
import { randomPlan } from './random-plan.ts';
import { type Counts, count, type Outcome } from './tally.ts';
import { insist, Violated, type Violation } from './violation.ts';
import { WorldClock } from './world-clock.ts';

export interface WorldParts {
  readonly seed: number;
  readonly choices: Choices;
  readonly brain: KernelBrain;
}

/** Steps with faults, and the most that a world may take to come to its end without them (R6). */
export const mostSteps = 1_200;
export const mostHealing = 4_000;
const mostLate = 10;
/** Hashing whole states is dear: one world of so many replays its journal at its end. */
const replaySample = 3;

/** R6 speaks of what happens between two grants by people. */
export function isGrant({ command }: Act): boolean {
  return command !== null && 'person' in command;
}

export function runBrainWorld(parts: WorldParts): Outcome {
  return new BrainWorld(parts).run();
}

class BrainWorld {
  readonly #parts: WorldParts;
  readonly #checks: Checks = newChecks();
  readonly #brain: KernelBrain;
  readonly #clock = new WorldClock();
  readonly #ledger = new Ledger();
  readonly #journal: Event[] = [];
  readonly #faults: Counts = {};
  readonly #events: Counts = {};
  #state: State;
  #steps = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#brain = checkedBrain(parts.brain, this.#checks);
    this.#state = parts.brain.initialState();
  }

  run(): Outcome {
    try {
      return this.#outcome(this.#live(), null);
    } catch (error) {
      const { violation } = error instanceof Violated ? error : new Violated('assert', stackOf(error));
      return this.#outcome('violation', violation);
    }
  }

  #live(): string {
    const { choices, seed } = this.#parts;
    choices.nextRow();
    const started = this.#give(startOf(this.#clock, choices, seed));
    if (isRefusal(started)) return 'plan refused';
    const cast = new Cast(choices, this.#clock);
    const steps = choices.length === null ? choices.pick([100, 300, mostSteps, 30]) : choices.length - 1;
    let step = 0;
    for (; step < steps && !isOver(this.#state) && !cast.isTired; step += 1) this.#turn(cast);
    // What comes late to a run that has ended; where the world is made from rows, those that are left.
    const late = choices.length === null ? mostLate : Math.min(steps - step, mostLate);
    for (let turn = 0; turn < late; turn += 1) this.#turn(cast);
    choices.calm();
    return this.#heal(cast);
  }

  #turn(cast: Cast): void {
    this.#parts.choices.nextRow();
    this.#act(cast, cast.next(this.#state));
  }

  /** R6, T4: without faults every run comes to an end, or waits for somebody who does not come. */
  #heal(cast: Cast): string {
    let from = this.#steps;
    while (!isOver(this.#state)) {
      const act = cast.heal(this.#state);
      if (act === null) break;
      this.#act(cast, act);
      if (isGrant(act)) from = this.#steps;
      insist(this.#steps - from < mostHealing, 'R6', `no end after ${mostHealing} steps without faults and grants`);
    }
    if (this.#parts.seed % replaySample === 0) this.#checkReplay();
    return endOf(this.#state);
  }

  #act(cast: Cast, act: Act): void {
    this.#steps += 1;
    if (act.fault !== null) count(this.#faults, act.fault);
    if (act.command === null) return;
    const decision = this.#give(act.command);
    if (act.again === true) checkAgain(act.command, decision);
    cast.given(act.command, isRefusal(decision) ? [] : decision);
    act.heard?.(decision, this.#state);
  }

  #give(command: Command): Decision {
    const decision = this.#brain.decide(this.#state, command);
    if (isRefusal(decision)) return decision;
    for (const event of decision) {
      this.#ledger.observe(event);
      count(this.#events, event.type);
      this.#journal.push(event);
    }
    this.#state = evolveAll(this.#brain, this.#state, decision);
    return decision;
  }

  /** R5: the events alone make the same state, also when they have been written down and read. */
  #checkReplay(): void {
    const read = JSON.parse(JSON.stringify(this.#journal)) as Event[];
    insist(stateHash(replay(read)) === stateHash(this.#state), 'R5', 'the replayed journal makes another state');
  }

  #outcome(end: string, violation: Violation | null): Outcome {
    const { seed, choices } = this.#parts;
    const commands = Object.fromEntries(this.#checks.commands);
    return {
      level: 'brain', seed, steps: this.#steps, end, violation, rows: choices.rows, commands,
      faults: this.#faults, events: this.#events,
    };
  }
}

export function startOf(clock: WorldClock, choices: Choices, seed: number): Command {
  const ir = randomPlan(choices);
  return clock.stamp({
    type: 'start', run: `run-${seed}`, kernel: '0.1.0', ir, base: 'c0', inputs: [], files: [['prompts/p.md', 'digest']],
  });
}

export function isOver(state: State): boolean {
  return state.run.status === 'complete' || state.run.status === 'aborted';
}

/** How a run that nothing goes on in has ended. T4, T6: who waits, waits for somebody; who halted, says why. */
export function endOf({ run, counts }: State): string {
  const { status, halt } = run;
  if (status === 'complete' || status === 'aborted') return status;
  if (status === 'running' && counts.openQuestions > 0) return 'waits for a person';
  insist(status === 'halted', 'T4', `the run is ${status}, and nothing can be done any more`);
  const named = halt !== null && halt.reason !== '' && halt.culprits.length > 0 && halt.ways.length > 0;
  insist(named, 'T6', `the run halted without saying why: ${JSON.stringify(halt)}`);
  return status;
}

/** L6: what had effect has none when it is given again; a hand that is late is noted, once. */
export function checkAgain(command: Command, decision: Decision): void {
  if (isRefusal(decision)) return;
  const wrong = decision.find(({ type }) => type !== 'ReportStale');
  insist(wrong === undefined, 'L6', `${command.type} ${command.id} was given again, and caused ${wrong?.type ?? ''}`);
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
