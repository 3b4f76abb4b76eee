/** What `explain` says of a kind of finding: the catalogue's entry in words, with its example and remedy. */
import { groupTitles } from './codes.ts';
import type { Explained } from './catalogue/catalogue.ts';

/** Characters of a line of an example that are shown: some examples are of what is too long. */
const mostShown = 100;

export interface Explanation {
  readonly head: string;
  readonly says: string;
  /** Without example: both empty. */
  readonly example: readonly string[];
  readonly remedy: readonly string[];
}

export function explain({ code, title, says, example, remedy }: Explained): Explanation {
  return { head: `${code}: ${title}`, says, example: linesOf(example), remedy: linesOf(remedy) };
}

export function groupOf(code: string): string {
  return groupTitles[Number(code.charAt(3))] ?? '';
}

/** Without the indentation that all of them have, and short. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.replace(/\n+$/, '').split('\n');
  const indents = lines.slice(1).filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const most = lines[0]?.startsWith(' ') === true ? 0 : Math.max(0, Math.min(...indents) - 2);
  return lines.map((line, at) => shortened(at === 0 || indents.length === 0 ? line : line.slice(most)));
}

function shortened(line: string): string {
  return line.length <= mostShown ? line : `${line.slice(0, mostShown)}… (${line.length} characters)`;
}
