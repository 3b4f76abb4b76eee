/** How two lists of lines differ, with line numbers: what was expected, and what came instead. */

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  /** In the expected text for ` ` and `-`; in the new one for `+`. */
  readonly line: number;
  readonly text: string;
}

export function diffLines(expected: readonly string[], found: readonly string[]): readonly DiffLine[] {
  const common = commonAfter(expected, found);
  const diff: DiffLine[] = [];
  let at = 0;
  let to = 0;
  while (at < expected.length || to < found.length) {
    const [old, now] = [expected[at], found[to]];
    if (old !== undefined && old === now) {
      diff.push({ sign: ' ', line: at + 1, text: old });
      [at, to] = [at + 1, to + 1];
    } else if (old !== undefined && (now === undefined || (common[at + 1]?.[to] ?? 0) >= (common[at]?.[to + 1] ?? 0))) {
      diff.push({ sign: '-', line: at + 1, text: old });
      at += 1;
    } else {
      diff.push({ sign: '+', line: to + 1, text: now ?? '' });
      to += 1;
    }
  }
  return diff;
}

/** `[i][j]`: lines that the two have in common, in order, from `i` and `j` on. */
function commonAfter(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
