/** What `git diff-tree --raw -z` says, as changes: `:MODE MODE OBJECT OBJECT STATUS`, and the path. */

import { isUtf8 } from 'node:buffer';
import type { Change } from '../kernel/facts.ts';
import { shownName } from '../ports/shown-name.ts';

export function parseDifference(said: string): Change[] {
  const words = said.split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [from = '', to = '', old = '', now = ''] = (words[at] ?? '').slice(1).split(' ');
    changes.push({ path: words[at + 1] ?? '', from: sideOf(from, old), to: sideOf(to, now) });
  }
  return changes;
}

/** A path that is no text, as it can be shown; `null`: all of them are. */
export function pathThatIsNoText(said: Buffer): string | null {
  if (isUtf8(said)) return null;
  for (let at = 0, end = said.indexOf(0); end !== -1; at = end + 1, end = said.indexOf(0, at)) {
    const word = said.subarray(at, end);
    if (!isUtf8(word)) return shownName(word);
  }
  return null;
}

function sideOf(mode: string, object: string): string | null {
  return mode === '000000' ? null : `${mode}:${object}`;
}
