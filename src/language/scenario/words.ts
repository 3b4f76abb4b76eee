/** One line of a scenario as words: `report h1 fail "assert 3"` is four. A quoted word is a text. */

/** What a scenario says and nobody understands. Thrown while reading, told with file and line. */
export class Slip extends Error {
  override readonly name = 'Slip';
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** The words of a line, to be taken one after the other. */
export class Words {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(line: string) {
    this.#words = splitWords(line);
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** The next word, whatever it is. */
  next(what: string): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Slip(`expected ${what} at the end of the line`);
    this.#at += 1;
    return word.text;
  }

  /** Takes the word if it is the next one. */
  take(word: string): boolean {
    const next = this.#words[this.#at];
    if (next === undefined || next.quoted || next.text !== word) return false;
    this.#at += 1;
    return true;
  }

  /** Takes a quoted text, if one is next. */
  text(): string | null {
    const next = this.#words[this.#at];
    if (next?.quoted !== true) return null;
    this.#at += 1;
    return next.text;
  }

  /** `a,b,c` as three. */
  list(what: string): readonly string[] {
    return this.next(what).split(',').filter((item) => item !== '');
  }

  /** Whole numbers only. */
  whole(what: string): number {
    return wholeOf(this.next(what), what);
  }

  /** Everything is understood, or it is a slip. */
  end(): void {
    const left = this.#words[this.#at];
    if (left !== undefined) throw new Slip(`cannot understand «${left.text}» here`);
  }
}

export function wholeOf(text: string, what: string): number {
  const value = Number(text);
  const isWhole = /^-?\d+$/.test(text) && Number.isSafeInteger(value);
  if (!isWhole) throw new Slip(`${what} is a whole number; found «${text}»`);
  return value;
}

function splitWords(line: string): Word[] {
  const words: Word[] = [];
  for (const [whole, inner] of line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)) {
    if (inner === undefined && whole.startsWith('"')) throw new Slip(`a quote is open: ${whole}`);
    words.push(inner === undefined ? { text: whole, quoted: false } : { text: unescaped(inner), quoted: true });
  }
  return words;
}

function unescaped(inner: string): string {
  return inner.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
