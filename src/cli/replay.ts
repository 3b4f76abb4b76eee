/** `replay RUN [--to N]`: the state at any position, made from the journal's events alone. */

import { type At, type Espalier, stateData } from '../compose.ts';
import { exitCodes } from './exit-codes.ts';
import { History } from './history.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { wholeOption } from './parse-args.ts';
import { describeEvent } from './print/describe-event.ts';
import { type Line, styled } from './print/line.ts';
import { printRun } from './print/print-run.ts';
import { runView } from './run-view.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const replay: Act = async (call, terminal) => {
  const wanted = wholeOption(call, 'to');
  return withRun(call.arguments[0] ?? '', terminal.surroundings, async (run, espalier) => {
    const host = await espalier.look(run, ({ position, hash }) => ({ position, hash }));
    const to = wanted ?? host.position;
    if (to < 1 || to > host.position) {
      throw new UsageError(`Run ${run} has events 1 to ${host.position}; --to ${to} is none of them.`);
    }
    const history = new History();
    const asked = { run, to, of: host.position };
    const replayed = await espalier.replay(run, (at) => {
      if (call.isJson) writeState(at, asked, { history, terminal });
      else printState(at, asked, { history, terminal });
      return at.hash;
    }, { to, onEvent: (event) => history.add(event) });
    // The host's state, which may come from a snapshot, has to be the one that all events make (R5).
    const whole = to === host.position ? replayed : await espalier.replay(run, ({ hash }) => hash, { to: host.position });
    terminal.say(...(whole === host.hash ? [] : mismatch(whole, { ...asked, host, espalier })), nextLine(terminal.surroundings.env, 'verify', run));
    return whole === host.hash ? exitCodes.ok : exitCodes.mismatch;
  });
};

interface Asked {
  readonly run: string;
  readonly to: number;
  readonly of: number;
}

interface Told {
  readonly history: History;
  readonly terminal: Terminal;
}

function writeState({ state, position, hash }: At, { run, of }: Asked, { history, terminal }: Told): void {
  terminal.json({ run, position, of, hash, event: history.last, state: stateData(state) });
}

function printState(at: At, { of }: Asked, { history, terminal }: Told): void {
  const last = history.last === null ? 'nothing' : describeEvent(history.last);
  terminal.print(
    [styled('strong', `#${at.position} of ${of}`), `  after: ${last}`],
    ...printRun(runView(at, history)),
  );
}

function mismatch(replayed: string, { run, host, espalier }: Asked & { host: { position: number; hash: string }; espalier: Espalier }): readonly Line[] {
  return [
    [styled('bad', `The events of ${run} do not make the state that its host has at event ${host.position}:`)],
    `  events  ${replayed}`,
    `  host    ${host.hash}`,
    `The events are right, if verify finds nothing. The folder ${espalier.directory}/snapshots may be removed at any time.`,
  ];
}
