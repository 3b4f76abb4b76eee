/**
 * What an answer is bound to (R2, E6): the digest of what the person was shown, and never of what happens to be there
 * when the answer comes. So it is either named, or shown just before at a terminal and confirmed by typing the word.
 */

import { program } from './next.ts';
import { cardLines } from './print/print-inbox.ts';
import type { Card } from './read-waiting.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Call } from './verb.ts';

const leastCharacters = 7;

export interface Answering {
  readonly card: Card;
  readonly word: string;
}

/** `null`: it was shown, and not confirmed. Throws `UsageError` where nothing says what was shown. */
export async function shownTo({ card, word }: Answering, call: Call, terminal: Terminal): Promise<string | null> {
  const now = card.shows ?? '';
  const given = call.options.get('shows');
  if (given !== undefined) return named(given, now);
  const { surroundings } = terminal;
  const question = `\nType ${word} to answer ${card.id ?? ''} with it, anything else to leave it open: `;
  // Before anything is printed: without a terminal nobody has seen it.
  const typed = await surroundings.typed(question, () => terminal.say(...cardLines(card, { now: surroundings.now(), program: program(surroundings.env) })));
  if (typed === null) {
    throw new UsageError(`An answer is bound to what was shown. \`espalier inbox ${card.run}\` shows it; give its digest as --shows DIGEST.`);
  }
  return typed === word ? now : null;
}

/** What is another digest is sent as it is: the brain says that what is shown has changed. */
function named(given: string, now: string): string {
  if (given === now) return now;
  if (given.length < leastCharacters) throw new UsageError(`Option --shows needs ${leastCharacters} characters of the digest, or all of it; ${given} has ${given.length}.`);
  return now.startsWith(given) ? now : given;
}
