/** Hears a program that prints its events as JSON lines. What differs between programs is how an event is read. */

import type { AgentEnded, AgentEvent, AgentListener, AgentOrder, AgentResult } from '../ports/agent.ts';
import { EventLines } from './event-lines.ts';
import { noteOf, readChannel } from './channel.ts';

/** How one program's events are read; good for one call. */
export interface Hearing {
  /** MUST NOT throw, whatever it is given. */
  read(event: unknown): readonly AgentEvent[];
  /** What its events say of its end: exit codes alone say nothing. */
  end(ended: AgentEnded): Heard;
}

/** `done`: by its own account it went to its end; what it said last is a transcript's last words. */
export type Heard = { readonly kind: 'done'; readonly text: string } | Exclude<AgentResult, { readonly kind: 'ended' | 'misshapen' }>;

export function listenTo(order: AgentOrder, hearing: Hearing): AgentListener {
  const lines = new EventLines();
  return {
    push: (stream, bytes) => (stream === 'stdout' ? lines.push(bytes).flatMap((event) => hearing.read(event)) : []),
    end: (ended) => {
      for (const event of lines.end()) hearing.read(event);
      return endOf(order, hearing.end(ended), ended);
    },
  };
}

function endOf(order: AgentOrder, heard: Heard, ended: AgentEnded): AgentResult {
  // Some exit with the status of a request, which looks like a signal: their own word for a failure goes before.
  if (ended.outcome.kind !== 'exit' && (heard.kind === 'done' || isSilent(heard))) return { kind: 'stopped', why: 'crashed', text: `its program was ended: ${ended.outcome.kind}` };
  if (heard.kind === 'done') return readChannel(order, ended, heard.text);
  // A session whose context is full, or that stopped early, may have left word for the next.
  if (heard.kind !== 'stopped') return heard;
  const note = noteOf(ended.returned);
  return note === '' ? heard : { ...heard, text: `${heard.text}\n\n${note}` };
}

function isSilent(heard: Heard): boolean {
  return (heard.kind === 'stopped' && heard.why === 'crashed') || (heard.kind === 'fault' && heard.why === 'program');
}
