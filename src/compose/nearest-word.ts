/** What a mistyped word of the command line was likeliest meant to be; the language asks the same of its names. */
import { nearest } from '../language/nearest.ts';

export function nearestWords(word: string, known: readonly string[], most = 1): readonly string[] {
  return nearest(word, known, most);
}
