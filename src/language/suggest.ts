/**
 * «did you mean»: for as many findings as anybody reads, and among as many names as there are to
 * look at; so that a hostile file costs no more than a long one.
 */
import { listed, quoted } from '../kernel/phrase.ts';
import { limits } from '../ports/limits.ts';
import { nearest } from './nearest.ts';

const mostNames = 200;

/** A hint for a name that is not known: the likeliest meaning, or `otherwise`, or what there is. */
export type Suggest = (word: string, among: readonly string[], otherwise?: string) => string;

/** With a count of its own; one for each check. */
export function newSuggest(): Suggest {
  let asked = 0;
  return (word, among, otherwise) => {
    asked += 1;
    const [near] = asked > limits.checkFindings ? [] : nearest(word, among.slice(0, mostNames));
    return near === undefined ? otherwise ?? `one of ${listed(among)}` : `did you mean ${quoted(near)}?`;
  };
}
