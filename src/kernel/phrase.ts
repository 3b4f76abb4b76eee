/**
 * Phrases of which faults are made. What an agent wrote is quoted, cut and stripped of control
 * characters, because a fault's words go into the next prompt and on to a terminal.
 */
import { maxLines, maxListed } from './caps.ts';

const maxQuoted = 80;
const maxQuotedPath = 256;

/** `text` between backticks, on one line, at most 80 characters of it. */
export function quoted(text: string): string {
  return quote(text, maxQuoted);
}

/** A path, or the id of a test: they are long, and of no use cut short. */
export function quotedPath(path: string): string {
  return quote(path, maxQuotedPath);
}

function quote(text: string, most: number): string {
  if (text.length <= most && isPlainText(text)) return `\`${text}\``;
  let shown = '';
  let length = 0;
  for (const character of text) {
    if (length === most) return `\`${shown}…\``;
    shown += isPlain(character.codePointAt(0) ?? 0) ? character : '?';
    length += 1;
  }
  return `\`${shown}\``;
}

/** Nearly all that is quoted are names: they are told without making anything of each character. */
function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e || unit === 0x60) return false;
  }
  return true;
}

/** The first `most` code units, and no half of a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** "`a`, `b`, `c`, … 7 more"; "nothing", or what stands for it, when there is nothing. */
export function listed(names: readonly string[], none: string = 'nothing'): string {
  if (names.length === 0) return none;
  const shown = names.slice(0, maxListed).map(quoted).join(', ');
  return names.length > maxListed ? `${shown}, … ${names.length - maxListed} more` : shown;
}

/** What a name may be: "one of `a`, `b`". */
export function oneOf(names: readonly string[]): string {
  return names.length === 0 ? 'there is none to name' : `one of ${listed(names)}`;
}

/** The first 50, and how many more there are: a text made of what an agent returned has a bound. */
export function capped(lines: readonly string[]): readonly string[] {
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more`];
}

/** "1 task", "3 tasks". */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

const unitsMs = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]] as const;

/** A time as the language writes it, exactly: "2d", "90m", "1500ms", "0s". */
export function timeText(ms: number): string {
  if (ms === 0) return '0s';
  const unit = unitsMs.find(([, size]) => ms % size === 0);
  return unit === undefined ? `${ms}ms` : `${ms / unit[1]}${unit[0]}`;
}

/** What a time may be: "a time from 1ms to 30d". */
export function timesUpTo(most: number, least: number = 1): string {
  return `a time from ${timeText(least)} to ${timeText(most)}`;
}

/**
 * Not plain: control characters, the backtick that would end the quotation, half characters, and
 * the invisible marks that hide text or turn it around.
 */
function isPlain(point: number): boolean {
  if (point < 0x20 || point === 0x60 || (point >= 0x7f && point < 0xa0)) return false;
  if (point >= 0xd800 && point <= 0xdfff) return false;
  return !(point >= 0x200b && point <= 0x200f) && !(point >= 0x2028 && point <= 0x202e)
    && !(point >= 0x2060 && point <= 0x206f) && point !== 0xfeff
    && !(point >= 0xe0000 && point <= 0xe007f);
}
