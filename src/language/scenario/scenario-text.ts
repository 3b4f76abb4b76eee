/**
 * The text of a scenario: a heading, then blocks; each block is what is said, `----`, and what
 * followed from it, up to the next empty line.
 *
 * Only the second half of a block is ever rewritten. What is said may hold empty lines and
 * comments (`#`); what followed never does.
 */

export interface SaidLine {
  /** In the file, counted from 1. */
  readonly line: number;
  readonly text: string;
}

export interface Block {
  /** As written, comments and empty lines included. */
  readonly said: readonly SaidLine[];
  /** The line after `----`. */
  readonly expectedAt: number;
  readonly expected: readonly string[];
}

export interface ScenarioText {
  /** The comment at the top: what is shown, and which rules and failures it pins. */
  readonly heading: readonly string[];
  readonly blocks: readonly Block[];
  /** Lines after the last block that nothing follows from: a slip of the author. */
  readonly loose: readonly SaidLine[];
}

const rule = '----';

export function splitScenario(text: string): ScenarioText {
  const lines = text.replace(/\n$/, '').split('\n').map((content, index) => ({ line: index + 1, text: content }));
  const blocks: Block[] = [];
  let said: SaidLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const now = lines[at];
    if (now === undefined) break;
    if (now.text.trimEnd() !== rule) {
      said.push(now);
      continue;
    }
    const expected: string[] = [];
    while (at + 1 < lines.length && lines[at + 1]?.text !== '') {
      at += 1;
      expected.push(lines[at]?.text ?? '');
    }
    blocks.push({ said, expectedAt: now.line + 1, expected });
    said = [];
  }
  const loose = said.filter(({ text: content }) => isSaid(content));
  return { heading: headingOf(blocks[0]?.said ?? said), blocks, loose };
}

/** The same text with what each block yielded now. */
export function joinScenario({ blocks }: ScenarioText, yielded: readonly (readonly string[])[]): string {
  const parts = blocks.map(({ said }, index) =>
    [...trimmed(said.map(({ text }) => text)), rule, ...(yielded[index] ?? [])].join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** Neither empty nor a comment. */
export function isSaid(text: string): boolean {
  return text.trim() !== '' && !text.trimStart().startsWith('#');
}

function headingOf(said: readonly SaidLine[]): readonly string[] {
  const end = said.findIndex(({ text }) => !text.startsWith('#'));
  return said.slice(0, end < 0 ? said.length : end).map(({ text }) => text.replace(/^#+ ?/, ''));
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
