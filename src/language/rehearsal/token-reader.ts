/** The tokens of one line, taken one after the other; what is wrong is a finding, and the line is left. */

import type { RehearsalFinding } from './finding-kinds.ts';
import type { Said } from './rehearsal.ts';
import type { Token } from './line-tokens.ts';

/** What a line says and nobody understands. Thrown while it is read, told with file, line and column. */
export class Slip extends Error {
  override readonly name = 'Slip';
  readonly finding: RehearsalFinding;

  constructor(finding: RehearsalFinding) {
    super(finding.message);
    this.finding = finding;
  }
}

export class TokenReader {
  readonly #tokens: readonly Token[];
  /** Where the line ends, for what is missing there. */
  readonly #end: number;
  #at = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1)?.span.end ?? end;
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** Takes the token if it is this word or mark. */
  take(text: string): boolean {
    const { next } = this;
    if (next === undefined || next.kind === 'text' || next.text !== text) return false;
    this.#at += 1;
    return true;
  }

  /** Whether the mark or word comes after the next one. */
  isFollowedBy(text: string, far = 1): boolean {
    const token = this.#tokens[this.#at + far];
    return token !== undefined && token.kind !== 'text' && token.text === text;
  }

  word(what: string): Said {
    return this.#expect(what, (token) => token.kind === 'word');
  }

  text(what: string): Said {
    return this.#expect(what, (token) => token.kind === 'text');
  }

  /** A word or a text: a file's name, a value. */
  value(what: string): Said {
    return this.#expect(what, (token) => token.kind !== 'mark');
  }

  maybeText(): string | null {
    if (this.next?.kind !== 'text') return null;
    return this.text('a text').text;
  }

  /** Words to the end of the line, with or without commas between them. */
  words(what: string): readonly Said[] {
    const words = [this.word(what)];
    while (!this.isDone) {
      this.take(',');
      words.push(this.word(what));
    }
    return words;
  }

  count(what: string): number {
    const { text, span } = this.word(what);
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new Slip({ kind: 'rehearsal-number', span, message: `expected ${what}; found ${text}`, hint: 'a whole number, 0 or more' });
  }

  end(): void {
    const { next } = this;
    if (next === undefined) return;
    throw new Slip({ kind: 'rehearsal-line', span: next.span, message: `cannot understand ${next.text} here`, hint: 'each line says one thing; a comment begins with #' });
  }

  #expect(what: string, fits: (token: Token) => boolean): Said {
    const { next } = this;
    if (next !== undefined && fits(next)) {
      this.#at += 1;
      return { text: next.text, span: next.span };
    }
    const span = next?.span ?? { start: this.#end, end: this.#end };
    const found = next === undefined ? 'the end of the line' : next.text;
    throw new Slip({ kind: 'rehearsal-line', span, message: `expected ${what}; found ${found}` });
  }
}
