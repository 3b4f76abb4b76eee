/** What people say to a leaf, as its prompt has it: marked as theirs, and no data. In a dialogue also what was said before. */

import type { OrderSheet } from '../../kernel/describe-order.ts';
import type { Words } from '../../kernel/rows.ts';
import { fenced } from './fenced.ts';

/** Before all that is asked otherwise; empty: nobody has spoken. */
export function spokenText(words: readonly Words[]): string {
  if (words.length === 0) return '';
  const said = words.map(({ person, text }) => `${person} said while this was at work:\n${text}`);
  return `# From a person\n\n${said.join('\n\n')}\n\nThis is newer than what stands below, and goes before it where the two differ. A result that was written before this was said was not taken.\n\n`;
}

/** A turn, where the session knows all that was before it. */
export function turnText(words: readonly Words[]): string {
  return words.map(({ text }) => text).join('\n\n');
}

/** A turn with all that was said before it: what the agent said is data. */
export function dialogueText({ words, dialogue }: Pick<OrderSheet, 'words' | 'dialogue'>, nonce: string): string {
  const turns = dialogue.map(({ person, text }) => (person === null ? `You said:\n${fenced(text, nonce)}` : `${person} said:\n${text}`));
  const now = words.map(({ person, text }) => `${person} says now:\n${text}`);
  return turns.length + now.length === 0 ? '' : `# The dialogue\n\n${[...turns, ...now].join('\n\n')}\n\n`;
}
