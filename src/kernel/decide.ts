/**
 * `decide(state, command) → events | refusal`: the brain's one way to make up its mind.
 *
 * Pure: it reads no clock, no disk and no chance, and leaves the state as it was. The host MUST
 * append the events durably before it evolves its own state, answers, or lets a hand act on them.
 * An empty list means: accepted, and nothing new (the command had been applied before, L6).
 */

import type { Command } from './command.ts';
import { type Draft, openDraft } from './decide/draft.ts';
import { heartbeat, lease, settleBill } from './decide/lease.ts';
import { answer, mayNot, say } from './decide/people.ts';
import { speak } from './decide/speak.ts';
import { report } from './decide/report.ts';
import { runCommands, start } from './decide/run.ts';
import { settle } from './decide/settle.ts';
import { drop, edit, grant } from './decide/task.ts';
import { elapse } from './decide/tick.ts';
import type { Event } from './event.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import type { State } from './state.ts';

export type Decision = readonly Event[] | Refusal;

export function decide(state: State, command: Command): Decision {
  const refusal = unfit(state, command);
  if (refusal !== null) return refusal;
  if (command.type === 'start') {
    if (state.applied.has(command.id)) return [];
    const started = start(state, command);
    return isRefusal(started) ? started : started.events;
  }
  // Hands' and the gateway's commands are told apart by what they name (L6), all others by id.
  const byId = isByHand(command) ? null : command.id;
  if (byId !== null && state.applied.has(byId)) return [];
  const draft = openDraft(state, command, byId);
  return barred(draft, command) ?? act(draft, command) ?? draft.events;
}

function unfit(state: State, command: Command): Refusal | null {
  if (!Number.isSafeInteger(command.at) || command.at < 0) {
    return refuse('bad-time', `a command's time is a whole number of milliseconds; found ${command.at}`, 'R5');
  }
  const { status } = state.run;
  if (command.type === 'start') return null;
  if (status === 'new') return refuse('not-started', 'the run has not started', 'R1');
  const over = status === 'aborted' || status === 'complete';
  const records = command.type === 'report' || command.type === 'settle' || command.type === 'heartbeat'
    || command.type === 'close' || command.type === 'upgrade' || command.type === 'host-started' || command.type === 'ref';
  if (over && !records && !state.applied.has(command.id)) return refuse('over', `the run is ${status}`, 'R1', 'T6');
  return null;
}

/** R2: only people whom the plan knows speak to the run. An answer says itself what it takes. */
function barred(draft: Draft, command: Command): Refusal | null {
  return 'person' in command && command.type !== 'answer' ? mayNot(draft, command.person, 'answer') : null;
}

function isByHand(command: Command): boolean {
  switch (command.type) {
    case 'lease': case 'heartbeat': case 'report': case 'settle': case 'tick':
      return true;
    default:
      return false;
  }
}

function act(draft: Draft, command: Exclude<Command, { type: 'start' }>): Refusal | null {
  switch (command.type) {
    case 'lease': return lease(draft, command);
    case 'heartbeat': return heartbeat(draft, command);
    case 'report': return report(draft, command);
    case 'settle': return settleBill(draft, command);
    case 'tick': return elapse(draft) ?? null;
    case 'answer': return then(draft, answer(draft, command));
    case 'say': return say(draft, command);
    case 'speak': return speak(draft, command);
    case 'edit': return edit(draft, command);
    case 'grant': return grant(draft, command);
    case 'drop': return drop(draft, command);
    case 'host-started': return runCommands['host-started'](draft, command);
    case 'upgrade': return runCommands.upgrade(draft, command);
    case 'ceiling': return runCommands.ceiling(draft, command);
    case 'ref': return runCommands.ref(draft, command);
    case 'pause': return runCommands.pause(draft, command);
    case 'resume': return runCommands.resume(draft, command);
    case 'abort': return runCommands.abort(draft, command);
    case 'raise': return runCommands.raise(draft, command);
    case 'close': return runCommands.close(draft, command);
    case 'retry': return runCommands.retry(draft, command);
    case 'revert': return runCommands.revert(draft, command);
  }
}

function then(draft: Draft, refusal: Refusal | null): Refusal | null {
  if (refusal === null) settle(draft);
  return refusal;
}
