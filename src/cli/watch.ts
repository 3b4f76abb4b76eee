/** `watch RUN`: what happens in a run, as it happens; read from its journal, whoever works on it. */

import type { Event } from '../kernel/event.ts';
import type { Espalier } from '../compose.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { History } from './history.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { styled } from './print/line.ts';
import { Transcript } from './print/transcript.ts';
import type { Terminal } from './terminal.ts';
import type { Act, Call } from './verb.ts';

export const watch: Act = (call, terminal) => withRun(call.arguments[0] ?? '', terminal.surroundings, async (run, espalier) => {
  const stop = new AbortController();
  const isInterrupted = terminal.surroundings.watchInterrupts(() => stop.abort());
  const view = new Watched(call, terminal);
  // The hint is asked for first: what comes between a look and the next wake is not lost.
  const wakes = espalier.wakes(run)[Symbol.asyncIterator]();
  stop.signal.addEventListener('abort', () => void wakes.return?.());
  try {
    do await view.follow(run, espalier);
    while (!view.isOver && !stop.signal.aborted && (await wakes.next()).done !== true);
  } finally {
    await wakes.return?.();
  }
  return ending(run, view, { terminal, isInterrupted: isInterrupted() });
});

const ends: ReadonlySet<Event['type']> = new Set(['RunCompleted', 'RunAborted', 'RunHalted']);

class Watched {
  readonly #call: Call;
  readonly #terminal: Terminal;
  readonly #history = new History();
  readonly #transcript = new Transcript((visit) => this.#history.asks(visit));
  #position = 0;
  /** With what it ended, if it has. */
  end: Event['type'] | null = null;

  constructor(call: Call, terminal: Terminal) {
    this.#call = call;
    this.#terminal = terminal;
  }

  get isOver(): boolean {
    return this.end !== null;
  }

  /** Up to the journal's end as it is now. */
  async follow(run: string, espalier: Espalier): Promise<void> {
    for await (const { position, event } of espalier.events(run, this.#position + 1)) {
      this.#position = position;
      this.#history.add(event);
      if (event.type === 'RunRetried') this.end = null;
      else if (ends.has(event.type)) this.end = event.type;
      if (this.#call.isJson) this.#terminal.jsonLine({ position, ...event });
      else this.#terminal.print(...this.#transcript.linesOf(event));
    }
  }
}

function ending(run: string, { end }: Watched, { terminal, isInterrupted }: { readonly terminal: Terminal; readonly isInterrupted: boolean }): ExitCode {
  const { env } = terminal.surroundings;
  if (end === null || isInterrupted) {
    terminal.say([styled('dim', 'The run goes on without being watched.')], nextLine(env, 'watch', run));
    return exitCodes.interrupted;
  }
  terminal.say(nextLine(env, end === 'RunHalted' ? 'why' : 'show', run));
  return end === 'RunCompleted' ? exitCodes.ok : exitCodes.failed;
}
