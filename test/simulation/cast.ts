/**
 * All who act in a world, and whose turn it is: mostly somebody does what is sensible, sometimes
 * somebody does what is not. Once faults have stopped (`heal`) only the first is left.
 */

import { brain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Event } from '../../src/kernel/event.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Act } from './act.ts';
import type { Choices } from './choices.ts';
import { Hands } from './hands.ts';
import { People } from './people.ts';
import type { WorldClock } from './world-clock.ts';

const nobody: Act = { fault: null, command: null };
const mostRemembered = 32;
/** Times that people retry a halted run: while there are faults, and once they have stopped. */
const mostTries = 6;
const mostRetries = 2;
/** Answers of people once faults have stopped: each is a grant, and may begin a whole graph anew (R6). */
const mostAnswers = 12;

export class Cast {
  readonly #choices: Choices;
  readonly #clock: WorldClock;
  readonly #hands: Hands;
  readonly #people: People;
  /** Of a hundred turns, how many are sensible. */
  readonly #sensible: number;
  /** Commands that had effect, to be given again. */
  readonly #given: Command[] = [];
  #retries = 0;
  #tries = 0;
  #answers = 0;
  #hasAsked = false;

  constructor(choices: Choices, clock: WorldClock) {
    this.#choices = choices;
    this.#clock = clock;
    this.#sensible = choices.pick([70, 90, 80, 50, 30]);
    this.#hands = new Hands(choices, clock);
    this.#people = new People(choices, clock);
  }

  next(state: State): Act {
    if (this.#choices.below(100) < this.#sensible) return this.#progress(state) ?? this.#passTime(state) ?? this.#meet(state);
    return this.#choices.weighted<() => Act>([
      [40, () => this.#hands.misbehave()],
      [12, () => this.#people.meddle(state)],
      [6, () => this.#people.bill(state)],
      [5, () => this.#giveAgain()],
      [8, () => this.#bendTime(state)],
      [3, () => ({ fault: null, command: this.#clock.stamp({ type: 'tick' }) })],
    ])();
  }

  /** Nobody has any more hope for this run. */
  get isTired(): boolean {
    return this.#tries > mostTries;
  }

  /** The next step of a world in which everyone does what they should. `null`: nothing can be done any more. */
  heal(state: State): Act | null {
    if (state.run.status === 'halted') return this.#retry(state);
    this.#people.areAway = this.#answers >= mostAnswers;
    return this.#people.settle(state) ?? this.#progress(state) ?? this.#lift(state) ?? this.#passTime(state) ?? this.#askOnce();
  }

  /** A hand may have been refused for what has passed since: one asks again before all give up. */
  #askOnce(): Act | null {
    if (this.#hasAsked) return null;
    this.#hasAsked = true;
    this.#hands.idle = false;
    return this.#hands.progress();
  }

  /** Told of what a command has caused. */
  given(command: Command, events: readonly Event[]): void {
    if (command.type === 'answer') this.#answers += this.#choices.isCalm ? 1 : 0;
    if (events.length > 0) [this.#hands.idle, this.#hasAsked] = [false, false];
    if (!isOnce(command, events)) return;
    this.#given.push(command);
    if (this.#given.length > mostRemembered) this.#given.shift();
  }

  #progress(state: State): Act | null {
    const dawdle = this.#choices.below(3) === 2;
    return (dawdle ? null : this.#people.progress(state)) ?? this.#hands.progress() ?? this.#people.progress(state);
  }

  /** Nothing to do for now: time goes on to where something is due. */
  #passTime(state: State): Act | null {
    const due = brain.nextDueAt(state);
    if (due === null) return null;
    this.#clock.now = Math.max(this.#clock.now, due);
    this.#hands.idle = false;
    return { fault: null, command: this.#clock.stamp({ type: 'tick' }) };
  }

  #meet(state: State): Act {
    if (state.run.status === 'halted') {
      this.#tries += 1;
      return this.#people.retry();
    }
    this.#hands.idle = false;
    return this.#people.settle(state) ?? this.#lift(state) ?? nobody;
  }

  #lift(state: State): Act | null {
    const { leases, usdMicros, tokens, inbox } = state.run.ceiling;
    if (inbox === undefined && leases === null && usdMicros === null && tokens === null) return null;
    this.#hands.idle = false;
    return this.#people.lift();
  }

  #retry(state: State): Act | null {
    this.#retries += 1;
    if (this.#retries > mostRetries * 2) return null;
    const { budget, deadlineAt } = state.money;
    const limited = budget.usdMicros !== null || budget.tokens !== null || deadlineAt !== null;
    return limited && this.#retries % 2 === 1 ? this.#people.raise() : this.#people.retry();
  }

  #giveAgain(): Act {
    if (this.#given.length === 0) return nobody;
    return { fault: 'command given again', command: this.#choices.pick(this.#given), again: true };
  }

  #bendTime(state: State): Act {
    const leaseMs = state.plan?.ir.limits.leaseMs ?? 1_000;
    switch (this.#choices.below(6)) {
      case 0: case 1: return this.#move(this.#choices.below(leaseMs), null);
      case 2: return this.#passTime(state) ?? nobody;
      case 3: return this.#move(leaseMs * this.#choices.between(1, 3), 'clock leaps forward');
      case 4: return this.#move(leaseMs * this.#choices.between(10, 100), 'clock leaps forward');
      default: return this.#move(-Math.min(this.#choices.below(leaseMs * 4), this.#clock.now), 'clock steps back');
    }
  }

  #move(by: number, fault: string | null): Act {
    this.#clock.now += by;
    this.#hands.idle = false;
    return { fault, command: null };
  }
}

/** Whether a command that had these effects may have none when it is given again. */
function isOnce(command: Command, events: readonly Event[]): boolean {
  switch (command.type) {
    case 'tick': case 'heartbeat': return false;
    case 'lease': return events.some(({ type }) => type === 'LeaseGranted');
    default: return events.length > 0;
  }
}
