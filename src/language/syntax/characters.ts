/** What each character may be part of. Code units and comparisons only: no patterns, no locale. */

export const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

export const isLetter = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f;

export const isBlank = (unit: number): boolean => unit === 0x20 || unit === 0x09;

/** Characters that nobody sees: controls, spaces that are none, marks that turn the direction of what is shown. */
export function isHidden(unit: number): boolean {
  if (unit < 0x20) return unit !== 0x09;
  if (unit < 0x7f) return false;
  return unit <= 0x9f || isTurning(unit) || isOddSpace(unit) || isUnseen(unit);
}

/** What makes a line read otherwise than it is: refused in comments and texts as well. */
export const isTurning = (unit: number): boolean =>
  (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069) || unit === 0x2028 || unit === 0x2029 ||
  unit === 0x200e || unit === 0x200f || unit === 0x061c;

/**
 * What takes no place where it is shown, and means nothing to how its neighbours are written, as a joiner would:
 * soft hyphens, blanks without width, fillers, and the first halves of tags, in which whole sentences can be hidden.
 */
const isUnseen = (unit: number): boolean =>
  unit === 0xad || unit === 0x200b || (unit >= 0x2060 && unit <= 0x2064) || unit === 0xfeff || unit === 0x180e ||
  unit === 0x115f || unit === 0x1160 || unit === 0x3164 || unit === 0xffa0 || unit === 0xdb40;

const isOddSpace = (unit: number): boolean =>
  unit === 0xa0 || unit === 0xad || unit === 0x1680 || (unit >= 0x2000 && unit <= 0x200f) || unit === 0x202f ||
  unit === 0x205f || unit === 0x2060 || unit === 0x3000 || unit === 0xfeff;

/** May not stand in a text or a comment as it is. */
export const isForbidden = (unit: number): boolean =>
  (unit < 0x7f ? unit < 0x20 && unit !== 0x09 : unit <= 0x9f || isTurning(unit) || isUnseen(unit));

export const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Half of a pair, without the other half. */
export function isLoneSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (!isSurrogate(unit)) return false;
  if (unit >= 0xdc00) return !(at > 0 && isHigh(text.charCodeAt(at - 1)));
  const next = text.charCodeAt(at + 1);
  return !(next >= 0xdc00 && next <= 0xdfff);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Begins a word: a letter, or what is none of ours, so that a name in another script is one fault and not many. */
export const isWordStart = (unit: number): boolean =>
  isLetter(unit) || (unit >= 0xa1 && !isHidden(unit) && !isQuoteMark(unit) && unit !== rightArrow && !isLongDash(unit));

/** `→`, written for `->`. */
export const rightArrow = 0x2192;

const isLongDash = (unit: number): boolean => unit >= 0x2010 && unit <= 0x2015;

/** Marks that other languages put around texts. */
export const isQuoteMark = (unit: number): boolean =>
  unit === 0x27 || unit === 0x60 || (unit >= 0x2018 && unit <= 0x201f) || unit === 0xab || unit === 0xbb;

/** `U+200B`, for what cannot be shown as it is. */
export function codeName(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
