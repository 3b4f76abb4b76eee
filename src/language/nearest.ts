/** The likeliest meaning of a word that is not known. */

/** Characters of a word that are looked at. */
const longest = 64;

/** Those that are near enough to be meant, the nearest first; at most `most`. */
export function nearest(word: string, known: readonly string[], most = 1): readonly string[] {
  const begun = word.slice(0, longest);
  const limit = Math.max(1, Math.floor(begun.length / 3));
  return known
    .map((one) => ({ one, far: isBeginning(word, one) ? 0 : distance(begun, one.slice(0, longest), limit) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ one }) => one);
}

/** Whether a word is so near to a known one that it can hardly be another: a letter or two of a long one. */
export function isMisspelt(word: string, known: string): boolean {
  if (known.length < 3 || word.length > longest) return false;
  const limit = known.length < 8 ? 1 : 2;
  return isBeginning(word, known) || distance(word, known, limit) <= limit;
}

const isBeginning = (word: string, one: string): boolean => word.length > 1 && one.startsWith(word);

/** Three rows of the table below, used again by every call: a hostile file asks thousands of times. */
const rows: readonly Uint16Array[] = [1, 2, 3].map(() => new Uint16Array(longest + 2));

/** Letters put in, left out, changed, or swapped with a neighbour; more than `limit` is not counted on. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let [before, row, next] = rows;
  if (before === undefined || row === undefined || next === undefined) return limit + 1;
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    if (fillRow({ a, b, i, before, row, next }) > limit) return limit + 1;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] ?? 0;
}

interface Rows {
  readonly a: string;
  readonly b: string;
  readonly i: number;
  readonly before: Uint16Array;
  readonly row: Uint16Array;
  readonly next: Uint16Array;
}

/** The least of the row: what comes after it is no less. */
function fillRow({ a, b, i, before, row, next }: Rows): number {
  const letter = a.charCodeAt(i - 1);
  const last = a.charCodeAt(i - 2);
  next[0] = i;
  let lowest = i;
  for (let j = 1; j <= b.length; j += 1) {
    const other = b.charCodeAt(j - 1);
    let least = (row[j - 1] ?? 0) + (letter === other ? 0 : 1);
    const put = (row[j] ?? 0) < (next[j - 1] ?? 0) ? row[j] : next[j - 1];
    if ((put ?? 0) + 1 < least) least = (put ?? 0) + 1;
    if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && last === other) least = Math.min(least, (before[j - 2] ?? 0) + 1);
    next[j] = least;
    if (least < lowest) lowest = least;
  }
  return lowest;
}
