/**
 * «did you mean»: as long as it costs little, counted in letters that are compared; so that a
 * hostile file costs no more than a long one.
 */
import { oneOf, quoted } from '../kernel/phrase.ts';
import { nearest } from './nearest.ts';

/** Pairs of letters that one check compares: thousands of plain names, or dozens of hostile ones. */
const mostPairs = 10_000_000;

/** A hint for a name that is not known: the likeliest meaning, or `otherwise`, or what there is. */
export type Suggest = (word: string, among: readonly string[], otherwise?: string) => string;

/** With a count of its own; one for each check. */
export function newSuggest(): Suggest {
  let left = mostPairs;
  return (word, among, otherwise) => {
    if (left >= 0) left -= word.length * among.reduce((letters, name) => letters + name.length, 0);
    const [near] = left < 0 ? [] : nearest(word, among);
    return near === undefined ? otherwise ?? oneOf(among) : `did you mean ${quoted(near)}?`;
  };
}
