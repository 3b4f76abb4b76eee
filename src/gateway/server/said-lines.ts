/** What an order causes to be said, so that a flood of it fills no log: the first lines whole, then how many more there were. */

const mostLines = 50;
const mostCharacters = 400;

export class SaidLines {
  readonly #onSaid: (line: string) => void;
  #count = 0;
  #nextTold = mostLines * 2;

  constructor(onSaid: (line: string) => void) {
    this.#onSaid = onSaid;
  }

  readonly say = (text: string): void => {
    this.#count += 1;
    if (this.#count <= mostLines) return this.#onSaid(lineOf(text));
    if (this.#count < this.#nextTold) return undefined;
    // Twice as many before each next time: there is no end to the lines, but there is to those that are kept.
    this.#nextTold *= 2;
    this.#onSaid(lineOf(`${this.#count} lines till now; the last: ${text}`));
  };

  end(): void {
    const more = this.#count - mostLines;
    if (more > 0) this.#onSaid(`${more} more lines, of which not all were shown`);
  }
}

function lineOf(text: string): string {
  const plain = text.replaceAll(/[^ -~\u00a1-\uffff]+/g, ' ');
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}…` : plain;
}
