/** Rehearses a plan, tells what happens as it goes, and ends with a summary and the ways on. */

import { openOrMake } from '../compose.ts';
import type { Plan } from '../compose/plan-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { History } from './history.ts';
import { nextLine, program } from './next.ts';
import { stateDirectoryOf } from './open-journal.ts';
import { type Line, styled } from './print/line.ts';
import { summaryLines } from './print/print-summary.ts';
import { Transcript } from './print/transcript.ts';
import { runView, type RunView } from './run-view.ts';
import type { Terminal } from './terminal.ts';
import { programVersion } from './version.ts';

export interface Wanted {
  readonly plan: Plan;
  readonly file: string;
  readonly isFeature: boolean;
  readonly seed: number | null;
}

export async function rehearseKept(wanted: Wanted, terminal: Terminal, isJson: boolean): Promise<ExitCode> {
  const { env, watchInterrupts } = terminal.surroundings;
  const isInterrupted = watchInterrupts();
  const espalier = openOrMake(stateDirectoryOf(terminal.surroundings));
  try {
    const history = new History();
    const transcript = new Transcript((visit) => history.asks(visit));
    const rehearsed = await espalier.rehearse({
      ...wanted,
      kernel: programVersion(),
      isInterrupted,
      onStart: (run) => terminal.say(...opening(wanted.file, run)),
      onEvents: (events) => {
        for (const event of events) history.add(event);
        terminal.say(...events.flatMap((event) => transcript.linesOf(event)));
      },
      onAnswerRefused: (question, { message }) => terminal.say(`           ${question} stays open for a person whom the plan names: ${message}`),
    });
    const view = await espalier.look(rehearsed.run, (at) => runView(at, history));
    terminal.say('');
    if (isJson) terminal.json(view);
    else terminal.print(...summaryLines(view));
    terminal.say('', ...waysOn(rehearsed.run, view.position, env));
    return isInterrupted() ? exitCodes.interrupted : codeOf(view);
  } finally {
    await espalier.close();
  }
}

function opening(file: string, run: string): readonly Line[] {
  return [
    [styled('strong', `Rehearsing ${file} as ${run}`)],
    'The brain, its host and the journal are the real ones. The hands, the agents and the person are scripted',
    'stand-ins: no agent is asked, no gate is run, no repository is touched, and the bills and the clock are made up.',
    '',
  ];
}

function waysOn(run: string, position: number, env: Terminal['surroundings']['env']): readonly Line[] {
  const name = program(env);
  const commands = [
    `${name} list`, `${name} show ${run} --events`, `${name} replay ${run} --to ${Math.ceil(position / 2)}`, `${name} verify ${run}`,
  ];
  return [...commands.map((command): Line => [styled('dim', 'also: '), command]), nextLine(env, 'show', run)];
}

/** What a run that nobody works on any longer ends this program with. */
export function codeOf({ doing, needsYou }: RunView): ExitCode {
  if (doing === 'complete') return exitCodes.ok;
  return doing === 'waiting' && needsYou.length > 0 ? exitCodes.waits : exitCodes.failed;
}
