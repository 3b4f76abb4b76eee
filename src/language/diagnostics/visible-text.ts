/**
 * A line of somebody's text as a terminal shows it: every character with the columns that it takes.
 *
 * Controls and the invisible marks that hide or turn text around are written out, so that the line
 * shows what is there and steers nothing; a tab is one space, so that carets stand where they mean.
 */

export interface Cell {
  readonly shown: string;
  /** Columns of the terminal. */
  readonly width: number;
  /** Where it begins in the text, in code units. */
  readonly at: number;
}

/** The characters of `text`, whose first stands at `from`. */
export function cellsOf(text: string, from: number): readonly Cell[] {
  const cells: Cell[] = [];
  let at = from;
  for (const character of text) {
    const shown = shownAs(character);
    cells.push({ shown, width: shown === character ? widthOf(character) : shown.length, at });
    at += character.length;
  }
  return cells;
}

// Made when they are asked for: to gather the characters of such classes takes longer than to check a whole workflow.
let steering: RegExp | null = null;
let combining: RegExp | null = null;

function shownAs(character: string): string {
  if (character === '\t') return ' ';
  steering ??= /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
  if (!steering.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

/** First and last code points that take two columns: East Asian wide ones, and pictures. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x231a, 0x231b], [0x23e9, 0x23ec], [0x25fd, 0x25fe], [0x2614, 0x2615], [0x2648, 0x2653],
  [0x26a1, 0x26a1], [0x26bd, 0x26be], [0x2705, 0x2705], [0x274c, 0x274c], [0x2753, 0x2757], [0x2795, 0x2797],
  [0x2b1b, 0x2b1c], [0x2b50, 0x2b50], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0xa4cf],
  [0xa960, 0xa97c], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe10, 0xfe19], [0xfe30, 0xfe6f], [0xff00, 0xff60],
  [0xffe0, 0xffe6], [0x1f004, 0x1f004], [0x1f0cf, 0x1f0cf], [0x1f18e, 0x1f19a], [0x1f200, 0x1f320],
  [0x1f32d, 0x1f335], [0x1f337, 0x1f37c], [0x1f37e, 0x1f393], [0x1f3a0, 0x1f3ca], [0x1f3cf, 0x1f3d3],
  [0x1f3e0, 0x1f3f0], [0x1f3f4, 0x1f3f4], [0x1f3f8, 0x1f43e], [0x1f440, 0x1f440], [0x1f442, 0x1f4fc],
  [0x1f4ff, 0x1f53d], [0x1f54b, 0x1f567], [0x1f595, 0x1f596], [0x1f5fb, 0x1f64f], [0x1f680, 0x1f6c5],
  [0x1f6d0, 0x1f6d2], [0x1f6eb, 0x1f6ec], [0x1f6f4, 0x1f6fc], [0x1f7e0, 0x1f7eb], [0x1f90c, 0x1f9ff],
  [0x1fa70, 0x1faff], [0x20000, 0x3fffd],
];

function widthOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  combining ??= /[\p{Mn}\p{Me}]/u;
  if (combining.test(character)) return 0;
  return wide.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}
