/** What `explain` says of a kind of finding: the catalogue's entry in words, with its example and remedy. */
import { groupTitles } from './codes.ts';
import type { Explained } from './catalogue/catalogue.ts';

export interface Explanation {
  readonly head: string;
  readonly says: string;
  /** What must stand elsewhere for it: lines of other files, with their names, and of the same text. */
  readonly beside: readonly string[];
  readonly example: readonly string[];
  readonly remedy: readonly string[];
}

export function explain({ code, title, says, example, remedy, also, beside }: Explained): Explanation {
  const files = Object.entries(beside ?? {}).flatMap(([name, text]) => linesOf(text).map((line) => `${name}: ${line}`));
  return {
    head: `${code}: ${title}`, says, beside: [...files, ...also ?? []],
    example: linesOf(example), remedy: linesOf(remedy),
  };
}

export function groupOf(code: string): string {
  return groupTitles[Number(code.charAt(3))] ?? '';
}

/** Without the indentation that all of them have. */
function linesOf(text: string): readonly string[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  const indents = lines.slice(1).filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const most = lines[0]?.startsWith(' ') === true ? 0 : Math.max(0, Math.min(...indents) - 2);
  return lines.map((line, at) => (at === 0 || indents.length === 0 ? line : line.slice(most)));
}
