/**
 * A commit as bytes, from what is given alone (B1): no clock, identity, encoding or signature of the machine's is in it.
 *
 * Names and messages come from agents and people: what would begin another line or another field is taken out.
 */

import { type NewCommit, RepoError, type Signature } from '../ports/repo.ts';

const mostNameLetters = 200;
const mostMessageLetters = 100_000;

/** Throws `RepoError` for a time that git has no seconds for. */
export function commitBytes({ tree, parent, message, author, committer }: NewCommit): Uint8Array {
  const lines = [`tree ${tree}`, ...(parent === null ? [] : [`parent ${parent}`]), `author ${signed(author)}`, `committer ${signed(committer)}`];
  return Buffer.from(`${lines.join('\n')}\n\n${messageText(message)}`);
}

const latestMs = 4_102_444_800_000; // the year 2100: older git keeps seconds in few bits

function signed({ name, email, at }: Signature): string {
  if (!Number.isFinite(at) || at < 0 || at > latestMs) throw new RepoError(`Cannot make a commit: ${at} is no time between 1970 and 2100, in milliseconds`);
  return `${field(name, 'nobody')} <${field(email, 'nobody@invalid').replaceAll(' ', '')}> ${Math.floor(at / 1000)} +0000`;
}

/** As git does: no controls, no brackets, and none of the letters at the ends that it leaves off. */
function field(text: string, instead: string): string {
  const plain = text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}<>]/gu, ' ').replaceAll(/ +/g, ' ');
  const cut = cutAt(plain, mostNameLetters);
  return cut.replace(/^[\s.,:;"'\\]+/, '').replace(/[\s.,:;"'\\]+$/, '') || instead;
}

function messageText(message: string): string {
  const plain = message.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '');
  return `${cutAt(plain, mostMessageLetters).trim() || '(no message)'}\n`;
}

/** Never through the middle of a letter. */
function cutAt(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
