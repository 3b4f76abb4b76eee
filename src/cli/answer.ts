/** `answer RUN QUESTION WORD`: one of a question's words, bound to what was shown. */

import type { Espalier } from '../compose.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { type Card, readWaiting } from './read-waiting.ts';
import { shownTo } from './shown.ts';
import { speak } from './speak.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const answer: Act = (call, terminal) => {
  const [word = '', question = '', said = '', ...text] = call.arguments;
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const open = await openQuestions(run, espalier, terminal);
    const card = open.find(({ id }) => id === question);
    if (card === undefined) throw new UsageError(notOpen(run, question, open));
    if (!card.words.some((one) => one.word === said)) {
      throw new UsageError(`${question} of ${run} takes ${card.words.map((one) => one.word).join(' or ')}; ${JSON.stringify(said)} is none of them.`);
    }
    return answerCard({ card, word: said, text: text.join(' ') }, espalier, { call, terminal });
  });
};

export interface Answer {
  readonly card: Card;
  readonly word: string;
  readonly text: string;
}

interface Told {
  readonly call: Call;
  readonly terminal: Terminal;
}

export async function answerCard({ card, word, text }: Answer, espalier: Espalier, { call, terminal }: Told): Promise<ExitCode> {
  const shows = await shownTo({ card, word }, call, terminal);
  if (shows === null) {
    terminal.say('Nothing was answered.', nextLine(terminal.surroundings.env, 'inbox', card.run));
    return exitCodes.failed;
  }
  return speak({ type: 'answer', question: card.id ?? '', shows, word, text }, { run: card.run, espalier, call, terminal });
}

export async function openQuestions(run: string, espalier: Espalier, { surroundings }: Terminal): Promise<readonly Card[]> {
  return (await readWaiting(run, espalier, surroundings)).filter(({ shows }) => shows !== null);
}

function notOpen(run: string, question: string, open: readonly Card[]): string {
  const known = open.length === 0 ? 'nothing is asked there now' : `open are ${open.map(({ id }) => id).join(', ')}`;
  return `${question} is no open question of ${run}: ${known}. \`espalier show ${run}\` has those that were answered.`;
}
