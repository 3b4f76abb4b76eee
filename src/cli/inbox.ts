/** `inbox [RUN]`: everything that waits for a person, of one run or of all. */

import { type Espalier, expectedMessage } from '../compose.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine, program } from './next.ts';
import { findRun, withJournal } from './open-journal.ts';
import { cardLines } from './print/print-inbox.ts';
import { styled } from './print/line.ts';
import { type Card, readWaiting } from './read-waiting.ts';
import type { Surroundings } from './terminal.ts';
import type { Act } from './verb.ts';

export const inbox: Act = async (call, terminal) => {
  const { env, now } = terminal.surroundings;
  const [word] = call.arguments;
  const { cards, unreadable } = await withJournal(terminal.surroundings, async (espalier) => {
    const runs = espalier === null ? [] : await espalier.runs();
    return readAll(espalier, word === undefined ? runs : [findRun(word, runs)], terminal.surroundings);
  });
  const told = { now: now(), program: program(env) };
  if (call.isJson) terminal.json({ inbox: cards, unreadable });
  else terminal.print(...cards.flatMap((card, at) => [...(at === 0 ? [] : ['']), ...cardLines(card, told)]));
  for (const { run, why } of unreadable) terminal.say([styled('bad', `${run} cannot be read: `), why]);
  const [first] = cards;
  if (first === undefined && unreadable.length === 0) terminal.say('Nothing waits for a person.', nextLine(env, 'list'));
  else if (first !== undefined) terminal.say(first.change === null ? nextLine(env, 'why', first.run) : nextLine(env, 'diff', first.run));
  return unreadable.length === 0 ? exitCodes.ok : exitCodes.failed;
};

interface Read {
  readonly cards: readonly Card[];
  readonly unreadable: readonly { readonly run: string; readonly why: string }[];
}

/** What has waited longest comes first. One run that is damaged does not hide the others. */
async function readAll(espalier: Espalier | null, runs: readonly string[], surroundings: Surroundings): Promise<Read> {
  const cards: Card[] = [];
  const unreadable: { run: string; why: string }[] = [];
  for (const run of espalier === null ? [] : runs) {
    try {
      if (espalier !== null) cards.push(...await readWaiting(run, espalier, surroundings));
    } catch (error) {
      unreadable.push({ run, why: expectedMessage(error) ?? (error instanceof Error ? error.message : String(error)) });
    }
  }
  return { cards: cards.toSorted((a, b) => a.since - b.since), unreadable };
}
