/**
 * What of a plan's text could not be read: by the path of the part that it belongs to, the words
 * that stood there. Of a part with losses, what is missing proves nothing where one of them may say it.
 */

/** Instead of words: anything may have stood there. */
export const anything = '*';
/** Instead of words: what a step does is not known. */
export const kindLost = 'kind';

export class Losses {
  readonly #words = new Map<string, Set<string>>();
  readonly #standIns = new Set<string>();

  /** Something stands at the path that nobody wrote, so that nothing is wrong with it. */
  standIn(path: string): void {
    this.#standIns.add(path);
  }

  isStandIn(path: string): boolean {
    if (this.#standIns.size === 0) return false;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) if (this.#standIns.has(path.slice(0, end))) return true;
    return false;
  }

  add(path: string, words: readonly string[]): void {
    const known = this.#words.get(path) ?? new Set();
    for (const word of words) known.add(word);
    this.#words.set(path, known);
  }

  copy(): Losses {
    const copy = new Losses();
    for (const [path, words] of this.#words) copy.add(path, [...words]);
    for (const path of this.#standIns) copy.standIn(path);
    return copy;
  }

  get isNone(): boolean {
    return this.#words.size === 0;
  }

  /** Of the part itself, and of nothing within it. */
  ofPart(path: string): boolean {
    return (this.#words.get(path)?.size ?? 0) > 0;
  }

  /** Whether one of these words may have stood in the part. */
  mayHold(path: string, words: readonly string[]): boolean {
    const lost = this.#words.get(path);
    return lost !== undefined && (lost.has(anything) || words.some((word) => lost.has(word)));
  }

  paths(): readonly string[] {
    return [...this.#words.keys()];
  }
}
