/** `logs RUN [WORD]`: what gates printed, and what leaves were asked and said, as it was kept; without a word, which logs there are. */

import type { Espalier } from '../compose.ts';
import { exitCodes } from './exit-codes.ts';
import { isOf, type KeptLog, KeptLogs } from './kept-logs.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { wholeOption } from './parse-args.ts';
import { counted, moment } from './print/amounts.ts';
import { type Line, styled } from './print/line.ts';
import { columns } from './print/table.ts';
import { nameOf, unitName } from './print/told.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const logs: Act = (call, terminal) => {
  const [word = '', of] = call.arguments;
  const cut = cutOf(call);
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const kept = new KeptLogs();
    for await (const { event } of espalier.events(run)) kept.add(event);
    const found = of === undefined ? kept.found : kept.found.filter((log) => isOf(log, of));
    if (of !== undefined && found.length === 0) throw new UsageError(`${run} has kept no log of ${JSON.stringify(of)}. \`espalier logs ${run}\` lists those there are.`);
    const chosen = call.options.has('last') ? found.slice(-1) : found;
    if (call.isJson) terminal.json({ run, logs: of === undefined ? chosen : await Promise.all(chosen.map(async (log) => ({ ...log, text: await textOf(log, espalier, cut) }))) });
    else if (of === undefined) terminal.print(...listed(chosen));
    else for (const log of chosen) terminal.print(headOf(log), ...(await textOf(log, espalier, cut)).split('\n'), '');
    if (found.length === 0) terminal.say('Nothing has been run yet: there are no logs.');
    const newest = kept.found.at(-1);
    terminal.say(newest === undefined || of !== undefined ? nextLine(terminal.surroundings.env, 'why', run) : nextLine(terminal.surroundings.env, 'logs', run, nameOf(newest.order)));
    return exitCodes.ok;
  });
};

type Cut = (lines: readonly string[]) => readonly string[];

function cutOf(call: Call): Cut {
  if (call.options.has('head') && call.options.has('tail')) throw new UsageError('Options --head and --tail do not go together.');
  const [head, tail] = [wholeOption(call, 'head'), wholeOption(call, 'tail')];
  return (lines) => (head !== null ? lines.slice(0, head) : tail !== null ? lines.slice(Math.max(0, lines.length - tail)) : lines);
}

async function textOf({ log }: KeptLog, espalier: Espalier, cut: Cut): Promise<string> {
  const bytes = await espalier.blob(log);
  if (bytes === null) return `(the log ${log} is not in the state directory any longer)`;
  return cut(new TextDecoder().decode(bytes).trimEnd().split('\n')).join('\n');
}

function listed(logs: readonly KeptLog[]): readonly Line[] {
  return columns(logs.map((log) => [styled('dim', `#${log.position}`), moment(log.at), nameOf(log.order), told(log), outcomeOf(log), exitOf(log)]));
}

function headOf(log: KeptLog): Line {
  return [styled('strong', `── #${log.position} ${nameOf(log.order)}: ${log.gate ?? log.what} `), ...(log.outcome === null ? [] : [outcomeOf(log), `, ${exitOf(log)} `]), styled('dim', moment(log.at))];
}

const told = ({ gate, what, units }: KeptLog): string => (units.length === 0 ? gate ?? what : `${gate ?? what} on ${units.length > 3 ? counted(units.length, 'unit') : units.map(unitName).join(', ')}`);

const outcomeOf = ({ outcome }: KeptLog): ReturnType<typeof styled> => styled(outcome === 'red' ? 'bad' : 'good', outcome ?? '');

const exitOf = ({ exit }: KeptLog): string => (exit === null ? '' : `exit ${exit}`);
