/**
 * Examples that nobody would print as they are: `«300 times {»` is 300 braces, in which `#` is the
 * number of each; `«NUL»` is that character; and a file that is `«a pipe»` is no file of text.
 */
import type { NotRead } from '../../../ports/source-files.ts';

const written = /«(?:NUL|(\d{1,7}) times ([^»]*))»/g;

/** The text that is meant. */
export function writtenOut(text: string): string {
  return text.replaceAll(written, (_, times: string | undefined, piece: string = '') => {
    if (times === undefined) return '\0';
    if (!piece.includes('#')) return piece.repeat(Number(times));
    return Array.from({ length: Number(times) }, (__, at) => piece.replaceAll('#', String(at + 1))).join('');
  });
}

/** The names that are meant: one, or each that stands for itself. */
export function namesOut(name: string): readonly string[] {
  const many = /^«(\d{1,4}) times ([^»]*)»$/.exec(name);
  if (many === null) return [name];
  const [, times, piece = ''] = many;
  return Array.from({ length: Number(times) }, (_, at) => piece.replaceAll('#', String(at + 1)));
}

/** Why a file that is written so is not read; `null`: it is text. */
export function unreadAs(text: string): NotRead | null {
  return text === '«a pipe»' ? 'pipe' : null;
}
