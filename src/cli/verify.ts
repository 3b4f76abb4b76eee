/** `verify RUN`, `verify --all`: proves journals, and says where what is wrong with them is. */

import type { Espalier, Verified } from '../compose.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { findRun, withJournal } from './open-journal.ts';
import { counted } from './print/amounts.ts';
import { type Line, styled } from './print/line.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { type Act } from './verb.ts';

export const verify: Act = async (call, terminal) => {
  const [word] = call.arguments;
  const isAll = call.options.has('all');
  if (isAll === (word !== undefined)) throw new UsageError('verify needs either RUN or --all.');
  return withJournal(terminal.surroundings, async (espalier) => {
    const known = (await espalier?.runs()) ?? [];
    const runs = word === undefined ? known : [findRun(word, known)];
    const verified = espalier === null ? [] : await verifyAll(runs, espalier, terminal);
    return finish(verified, terminal, call.isJson);
  });
};

async function verifyAll(runs: readonly string[], espalier: Espalier, terminal: Terminal): Promise<readonly Verified[]> {
  const verified: Verified[] = [];
  for (const run of runs) {
    if (runs.length > 1) terminal.say([styled('dim', `verifying ${run}`)]);
    verified.push(await espalier.verify(run));
  }
  return verified;
}

function finish(verified: readonly Verified[], terminal: Terminal, isJson: boolean): ExitCode {
  const { env } = terminal.surroundings;
  if (isJson) terminal.json({ runs: verified });
  else terminal.print(...verified.flatMap(linesOf));
  const [bad] = verified.filter(({ findings }) => findings.length > 0);
  const [first] = verified;
  if (bad !== undefined) terminal.say(nextLine(env, 'show', bad.run, '--events'));
  else if (first !== undefined) terminal.say(nextLine(env, 'show', first.run));
  else terminal.say('There are no runs yet.', nextLine(env, 'start'));
  return bad === undefined ? exitCodes.ok : exitCodes.failed;
}

function linesOf({ run, events, findings }: Verified): readonly Line[] {
  if (findings.length === 0) return [[`${run}: `, styled('good', 'good'), `, ${counted(events, 'event')}`]];
  return [
    [`${run}: `, styled('bad', counted(findings.length, 'finding')), ` in ${counted(events, 'event')}`],
    ...findings.map(({ position, kind, message }): Line => [`  ${String(position).padStart(5)}  ${kind}: ${message}`]),
  ];
}
