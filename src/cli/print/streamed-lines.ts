/** Whole lines of a stream that comes in pieces; what never ends a line is cut into some. */

const longestLine = 65_536;

export class StreamedLines {
  #begun = '';
  readonly #decoder = new TextDecoder();
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  add(bytes: Uint8Array): void {
    const lines = (this.#begun + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) this.#print(line);
    if (this.#begun.length > longestLine) this.end();
  }

  end(): void {
    if (this.#begun !== '') this.#print(this.#begun);
    this.#begun = '';
  }
}
