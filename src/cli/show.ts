/** `show RUN`: one run, or its events. */

import type { Espalier } from '../compose.ts';
import { exitCodes } from './exit-codes.ts';
import { History } from './history.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { moment } from './print/amounts.ts';
import { describeEvent, styleOf } from './print/describe-event.ts';
import { type Line, styled } from './print/line.ts';
import { printRun } from './print/print-run.ts';
import { runView } from './run-view.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { type Act, type Call } from './verb.ts';
import { wholeOption } from './parse-args.ts';

export const show: Act = async (call, terminal) => {
  const wantsEvents = call.options.has('events');
  if (!wantsEvents && call.options.has('from')) throw new UsageError('Option --from goes with --events.');
  return withRun(call.arguments[0] ?? '', terminal.surroundings, async (run, espalier) => {
    const trouble = await espalier.trouble(run);
    if (trouble !== null) terminal.say([styled('bad', 'espalier: '), trouble]);
    // What is left of a journal that was cut is shown; of nothing there is nothing to show.
    if (trouble !== null && (await espalier.length(run)) === 0) return exitCodes.failed;
    if (wantsEvents) await showEvents(run, espalier, { call, terminal });
    else await showRun(run, espalier, { call, terminal });
    return trouble === null ? exitCodes.ok : exitCodes.failed;
  });
};

interface Showing {
  readonly call: Call;
  readonly terminal: Terminal;
}

async function showRun(run: string, espalier: Espalier, { call, terminal }: Showing): Promise<void> {
  const history = new History();
  const view = await espalier.replay(run, (at) => runView(at, history), { onEvent: (event) => history.add(event) });
  if (call.isJson) terminal.json(view);
  else terminal.print(...printRun(view));
  terminal.say(nextLine(terminal.surroundings.env, 'show', run, '--events'));
}

async function showEvents(run: string, espalier: Espalier, { call, terminal }: Showing): Promise<void> {
  const from = Math.max(1, wholeOption(call, 'from') ?? 1);
  const events = [];
  const lines: Line[] = [];
  for await (const { position, event } of espalier.events(run, from)) {
    if (call.isJson) events.push({ position, ...event });
    else {
      const style = styleOf(event);
      const words = describeEvent(event);
      const place = `${String(position).padStart(5)}  ${moment(event.at)}  `;
      lines.push([styled('dim', place), style === null ? words : styled(style, words)]);
    }
  }
  if (events.length + lines.length === 0) {
    throw new UsageError(`Run ${run} has ${await espalier.length(run)} events; there is none from ${from} on.`);
  }
  if (call.isJson) terminal.json({ run, events });
  else terminal.print(...lines);
  terminal.say(nextLine(terminal.surroundings.env, 'replay', run, '--to', String(from)));
}
