/**
 * A file's name and text, and where an offset is in it, as people count.
 *
 * Lines end with LF or CRLF. Columns count code points from 1; a tab is one, and so is half of a
 * broken pair of surrogates.
 */

/** What is parsed: the file's name, as findings are to name it, and its text. */
export interface SourceInput {
  readonly file: string;
  readonly text: string;
}

/** Both from 1. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

interface Answer {
  /** Where its line starts. */
  readonly start: number;
  readonly offset: number;
  readonly column: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export class SourceText implements SourceInput {
  readonly file: string;
  readonly text: string;
  #starts: readonly number[] | null = null;
  /** The last answer: on a line of a million characters the next one is counted from there. */
  #last: Answer = { start: -1, offset: 0, column: 1 };

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  get lines(): number {
    return this.#lineStarts().length;
  }

  /** Where an offset is; one that is outside the text is at its nearest end. */
  placeOf(offset: number): LineColumn {
    const within = Math.max(0, Math.min(offset, this.text.length));
    const starts = this.#lineStarts();
    const line = lastAtMost(starts, within);
    return { line: line + 1, column: this.#columnOf(starts[line] ?? 0, within) };
  }

  /** A line's text, without its end; empty for a line that is not there. */
  lineText(line: number): string {
    const starts = this.#lineStarts();
    const start = starts[line - 1];
    if (start === undefined) return '';
    let end = starts[line] ?? this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === lineFeed) end -= 1;
    if (end > start && this.text.charCodeAt(end - 1) === carriageReturn) end -= 1;
    return this.text.slice(start, end);
  }

  #lineStarts(): readonly number[] {
    this.#starts ??= lineStartsOf(this.text);
    return this.#starts;
  }

  #columnOf(start: number, offset: number): number {
    const last = this.#last;
    const isOnward = last.start === start && last.offset <= offset;
    let column = isOnward ? last.column : 1;
    for (let at = isOnward ? last.offset : start; at < offset; column += 1) {
      at += (this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    }
    this.#last = { start, offset, column };
    return column;
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last of the sorted numbers that is at most `most`; the first is 0, so there is one. */
function lastAtMost(sorted: readonly number[], most: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
