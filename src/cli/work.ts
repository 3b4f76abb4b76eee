/** `work RUN`: hands of this process on a run that has begun. */

import { availableParallelism } from 'node:os';
import { openExisting } from '../compose.ts';
import { type Surroundings, workRun } from '../compose/work-run.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { History } from './history.ts';
import { nextLine } from './next.ts';
import { findRun, stateDirectoryOf } from './open-journal.ts';
import { wholeOption } from './parse-args.ts';
import { styled } from './print/line.ts';
import { summaryLines } from './print/print-summary.ts';
import { Transcript } from './print/transcript.ts';
import { codeOf } from './rehearse-kept.ts';
import { runView, type RunView } from './run-view.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const work: Act = async (call, terminal) => {
  const directory = stateDirectoryOf(terminal.surroundings);
  const espalier = openExisting(directory);
  const runs = await espalier?.runs() ?? [];
  await espalier?.close();
  return workHere(findRun(call.arguments[0] ?? '', runs), call, terminal);
};

/** Works until the run ends or waits, tells what happens meanwhile, and ends with where it stands. */
export async function workHere(run: string, call: Call, terminal: Terminal): Promise<ExitCode> {
  const surroundings = surroundingsOf(terminal);
  const history = new History();
  const transcript = new Transcript((visit) => history.asks(visit));
  const stop = new AbortController();
  const isInterrupted = terminal.surroundings.watchInterrupts(() => stop.abort());
  const worked = await workRun(surroundings, {
    run, hands: handsOf(call), staysForPeople: call.options.has('stay'), mayBake: call.options.has('bake'), stop: stop.signal,
    onSaid: (line) => terminal.say([styled('dim', line)]),
    onEvents: (events) => {
      for (const event of events) history.add(event);
      terminal.say(...events.flatMap((event) => transcript.linesOf(event)));
    },
  });
  if (!worked.ok) throw new UsageError(`Cannot work on ${run}: ${worked.why}.`);
  const view = await viewOf(surroundings.directory, run);
  terminal.say('');
  if (call.isJson) terminal.json(view);
  else terminal.print(...summaryLines(view));
  terminal.say('', nextLine(terminal.surroundings.env, ...(view.needsYou.length > 0 ? ['inbox'] : ['show', run])));
  return isInterrupted() ? exitCodes.interrupted : codeOf(view);
}

async function viewOf(directory: string, run: string): Promise<RunView> {
  const espalier = openExisting(directory);
  if (espalier === null) throw new UsageError(`There is no run ${run}.`);
  try {
    const history = new History();
    return await espalier.replay(run, (at) => runView(at, history), { onEvent: (event) => history.add(event) });
  } finally {
    await espalier.close();
  }
}

export function surroundingsOf({ surroundings }: Terminal): Surroundings {
  const { env, home } = surroundings;
  return { directory: stateDirectoryOf(surroundings), path: env['PATH'] ?? '', home: home(), env };
}

function handsOf(call: Call): number {
  const given = wholeOption(call, 'hands');
  if (given === 0) throw new UsageError('Option --hands needs 1 or more.');
  return given ?? Math.max(2, availableParallelism());
}
