/** The likeliest meaning of a word that is not known. */

/** Characters of a word that are looked at. */
const longest = 64;

/** Those that are near enough to be meant, the nearest first; at most `most`. */
export function nearest(word: string, known: readonly string[], most = 1): readonly string[] {
  const begun = word.slice(0, longest);
  const limit = Math.max(1, Math.floor(begun.length / 3));
  return known
    .map((one) => ({ one, far: isBeginning(word, one) ? 0 : distance(begun, one) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ one }) => one);
}

const isBeginning = (word: string, one: string): boolean => word.length > 1 && one.startsWith(word);

/** Letters put in, left out, changed, or swapped with a neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
