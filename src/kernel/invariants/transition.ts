/**
 * What only a transition shows. The events are evolved one by one into a fork of `before`, so that
 * each is judged by what was so when it happened; then before and after are compared.
 */

import type { KernelBrain } from '../brain.ts';
import type { Command } from '../command.ts';
import { decide, type Decision } from '../decide.ts';
import type { Event } from '../event.ts';
import { evolve } from '../evolve.ts';
import { isRefusal } from '../refusal.ts';
import { forkState, type State } from '../state.ts';
import { endedRules } from './step-ended.ts';
import { evidenceSteps } from './step-evidence.ts';
import { landingSteps } from './step-landing.ts';
import { sessionSteps } from './sessions.ts';
import { leaseSteps } from './step-leases.ts';
import { peopleSteps } from './step-people.ts';
import { rankRule } from './rank.ts';
import { taskSteps } from './step-tasks.ts';
import { replayRules, twiceRules } from './step-twice.ts';
import { Findings, type Violation } from './violation.ts';

/** One command and what it did. `after` may be a fork of `before` into which the events went. */
export interface Transition {
  readonly before: State;
  readonly command: Command;
  readonly decision: Decision;
  readonly after: State;
}

export interface StepOptions {
  /** The brain under test; the kernel's own otherwise. */
  readonly brain?: Pick<KernelBrain, 'decide' | 'evolve'>;
  /** R5 by hashes: dear, so for samples. */
  readonly hashes?: boolean;
  /** L6: decides the same once more. */
  readonly twice?: boolean;
}

/** One event, with what was so before it, and all that came of the command. */
export interface Happening<E extends Event = Event> {
  readonly now: State;
  readonly event: E;
  readonly command: Command;
  readonly events: readonly Event[];
  readonly before: State;
  readonly found: Findings;
}

/** Everything that only a transition shows. */
export function stepViolations(step: Transition, options: StepOptions = {}): readonly Violation[] {
  const { before, command, decision, after } = step;
  const brain = options.brain ?? { decide, evolve };
  const found = new Findings();
  const events = isRefusal(decision) ? [] : decision;
  if (events.length > 0) {
    walkEvents(step, { brain, events, found });
    if (before.plan !== null) {
      endedRules({ before, after, events, command, found });
      rankRule({ before, after, events, command, found });
    }
  }
  if (options.twice !== false && before.plan !== null) twiceRules({ before, command, decision, after }, brain, found);
  if (options.hashes === true) replayRules(step, brain, found);
  return found.list;
}

interface Walk {
  readonly brain: Pick<KernelBrain, 'evolve'>;
  readonly events: readonly Event[];
  readonly found: Findings;
}

function walkEvents({ before, command }: Transition, { brain, events, found }: Walk): void {
  let now = forkState(before);
  for (const event of events) {
    if (event.at < before.run.clock || (command.at >= before.run.clock && event.at !== command.at)) {
      found.add('R5', `${event.type} happened at ${event.at}, and the command came at ${command.at}`);
    }
    if (now.plan !== null) judge({ now, event, command, events, before, found });
    try {
      now = brain.evolve(now, event);
    } catch (error) {
      return found.add('assert', `${event.type} cannot be evolved: ${error instanceof Error ? error.message : 'thrown'}`);
    }
  }
}

function judge(happening: Happening): void {
  leaseSteps(happening);
  taskSteps(happening);
  evidenceSteps(happening);
  landingSteps(happening);
  peopleSteps(happening);
  const { event } = happening;
  if (event.type === 'SessionKept') sessionSteps({ ...happening, event });
}
