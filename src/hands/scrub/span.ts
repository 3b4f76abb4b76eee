/** Places in a text at which a secret stands, and the text without them. */

export interface Span {
  readonly from: number;
  readonly to: number;
  /** What it is, as it is said in its place. */
  readonly kind: string;
}

/** In the order of the text; those that overlap become one, named as the first of them. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || span.from >= last.to) result.push(span);
    else if (span.to > last.to) result[result.length - 1] = { ...last, to: span.to };
  }
  return result;
}

/** `spans` as `merged` gives them. */
export function without(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, kind } of spans) {
    parts.push(text.slice(at, from), `[secret: ${kind}]`);
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
