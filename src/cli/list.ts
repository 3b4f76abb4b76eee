/** `list`: every run, the newest first. */

import { type Espalier, expectedMessage } from '../compose.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { withJournal } from './open-journal.ts';
import { age, dollars, short } from './print/amounts.ts';
import { chip } from './print/chips.ts';
import { describeEvent } from './print/describe-event.ts';
import { type Span, styled } from './print/line.ts';
import { table } from './print/table.ts';
import { type RunRow, runRow } from './run-row.ts';
import type { Act } from './verb.ts';

export const list: Act = async ({ isJson }, terminal) => {
  const { env, now } = terminal.surroundings;
  const { rows, unreadable } = await withJournal(terminal.surroundings, readAll);
  if (isJson) {
    terminal.json({ runs: rows, unreadable });
  } else if (rows.length > 0) {
    const heads = ['RUN', 'WORKFLOW', 'DOES', 'NEEDS YOU', 'TIP', 'LANDED', 'COST', 'AGE', 'LAST EVENT'];
    terminal.print(...table(heads, rows.map((row) => cells(row, now()))));
  }
  for (const { run, why } of unreadable) terminal.say([styled('bad', `${run} cannot be read: `), why]);
  const [newest] = rows;
  if (newest !== undefined) terminal.say(nextLine(env, 'show', newest.run));
  else if (unreadable.length === 0) terminal.say('There are no runs yet.', nextLine(env, 'start'));
  return unreadable.length === 0 ? exitCodes.ok : exitCodes.failed;
};

type Row = RunRow & { readonly lastEvent: string };

interface Read {
  readonly rows: readonly Row[];
  readonly unreadable: readonly { readonly run: string; readonly why: string }[];
}

/** One run that is damaged does not hide the others. */
async function readAll(espalier: Espalier | null): Promise<Read> {
  const rows: Row[] = [];
  const unreadable: { run: string; why: string }[] = [];
  for (const run of (await espalier?.runs()) ?? []) {
    try {
      if (espalier !== null) rows.push(await readRow(espalier, run));
    } catch (error) {
      // What is a bug is told as one by `show`.
      const why = expectedMessage(error) ?? (error instanceof Error ? error.message : String(error));
      unreadable.push({ run, why });
    }
  }
  const newestFirst = rows.toSorted((a, b) => b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1));
  return { rows: newestFirst, unreadable };
}

async function readRow(espalier: Espalier, run: string): Promise<Row> {
  const row = await espalier.look(run, ({ state, position }) => runRow(state, position));
  let lastEvent = '';
  for await (const { event } of espalier.events(run, Math.max(1, row.position))) lastEvent = describeEvent(event);
  return { ...row, run, lastEvent };
}

const mostText = 60;

function cells(row: Row, now: number): readonly Span[] {
  const { run, workflow, needsYou, tip, units, spent, lastAt, lastEvent } = row;
  const needs = needsYou.length === 0 ? '-' : styled('person', needsYou.length === 1 ? needsYou[0] ?? '' : `${needsYou.length} decisions`);
  const text = [...lastEvent].length > mostText ? `${[...lastEvent].slice(0, mostText - 1).join('')}…` : lastEvent;
  return [
    run, workflow, chip(row.doing), needs, short(tip), `${units.landed}/${units.total}`,
    dollars(spent.usdMicros), age(now - lastAt), text,
  ];
}
