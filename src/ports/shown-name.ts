/** A name that others gave, as it can be shown: it steers no terminal, turns no text around, and is not endless. */

const mostLetters = 300;
/** Nearly every name, and quickly told. */
const isPlain = /^[\x20-\x5b\x5d-\x7e]*$/;
/** Controls, what is invisible or turns text around, halves of letters, separators of lines; and what escapes are written with. */
const hiddenLetters = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\\\]';
/** Made when it is first asked for: to gather such classes takes longer than most of what is done here. */
let hidden: RegExp | null = null;

/** Bytes that are no UTF-8 are shown by their numbers. */
export function shownName(name: Uint8Array | string): string {
  const text = typeof name === 'string' ? escaped(name) : shownBytes(name);
  return text.length <= mostLetters ? text : `${text.slice(0, mostLetters)}…`;
}

/** The text that these bytes are in UTF-8; `null`: they are none. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    // A mark of the order of bytes is part of a name: it stays.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function shownBytes(bytes: Uint8Array): string {
  const text = utf8(bytes);
  return text === null ? [...bytes.subarray(0, mostLetters)].map(shownByte).join('') : escaped(text);
}

function shownByte(byte: number): string {
  return byte >= 0x80 ? `\\x${byte.toString(16)}` : escaped(String.fromCharCode(byte));
}

function escaped(text: string): string {
  // Cut first: what is shown is short, whatever the text.
  const start = text.slice(0, 2 * mostLetters);
  return isPlain.test(start) ? start : start.replaceAll((hidden ??= new RegExp(hiddenLetters, 'gu')), (one) => (one === '\\' ? '\\\\' : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`));
}
