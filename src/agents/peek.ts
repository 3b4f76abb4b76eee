/** Looks into what a program printed, of which nothing is certain: what is not there, or is something else, is `null`. */

export function peek(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return null;
    found = Object.entries(found).find(([name]) => name === key)?.[1];
  }
  return found ?? null;
}

export function peekText(value: unknown, ...path: readonly string[]): string | null {
  const found = peek(value, ...path);
  return typeof found === 'string' ? found : null;
}

/** Counts alone: whole, and not less than nothing. */
export function peekCount(value: unknown, ...path: readonly string[]): number {
  const found = peek(value, ...path);
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : 0;
}

export function peekList(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = peek(value, ...path);
  return Array.isArray(found) ? found : [];
}
