/**
 * Findings of several readers of one text become one list: nothing said twice, in the order in
 * which a person meets it.
 */
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Place } from '../lower/places.ts';
import { SourceText } from '../syntax/source-text.ts';
import type { Span } from '../syntax/tree.ts';

export interface Gathering {
  /** Of the parser. */
  readonly unread: readonly Finding[];
  /** Of lowering, which meets the same broken text again. */
  readonly lowered: readonly Finding[];
}

/** Kinds that say only that something cannot be read: where the parser said why, they add nothing. */
const echoes: ReadonlySet<string> = new Set([
  'value-of-wrong-shape', 'setting-missing', 'no-kind-in-a-step', 'two-kinds-in-a-step', 'property-not-here',
  'number-unit', 'number-too-large', 'number-not-whole', 'no-workflow',
]);

export function gathered({ unread, lowered }: Gathering): readonly Finding[] {
  const spans = new Map<string, Span[]>();
  for (const { file, span } of unread) {
    const known = spans.get(file);
    if (known === undefined) spans.set(file, [span]);
    else known.push(span);
  }
  for (const [file, list] of spans) spans.set(file, list.toSorted((a, b) => a.start - b.start));
  const fresh = lowered.filter(({ kind, file, span }) => !echoes.has(kind) || !touchesAny(span, spans.get(file) ?? []));
  return [...unread, ...fresh];
}

/** By halving: spans of the parser's findings lie beside each other. */
function touchesAny(span: Span, sorted: readonly Span[]): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.start ?? 0) <= span.end) low = middle + 1;
    else high = middle;
  }
  const before = sorted[low - 1];
  return before !== undefined && before.end >= span.start;
}

/** By file in the order in which they were read, then by place; of two that are the same, one. */
export function inOrder(findings: readonly Finding[], texts: ReadonlyMap<string, string>): readonly Finding[] {
  const order = new Map([...texts.keys()].map((file, at) => [file, at]));
  const rank = ({ file }: Finding): number => order.get(file) ?? -1;
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b) || a.span.start - b.span.start || a.span.end - b.span.end);
  const told = new Set<string>();
  let placed = 0;
  return sorted.flatMap((finding) => {
    const { kind, file, span, message, first } = finding;
    const key = JSON.stringify([kind, file, span.start, span.end, message]);
    if (told.has(key)) return [];
    told.add(key);
    if (first === undefined) return [finding];
    placed += 1;
    // Each costs a look through its text; nobody reads more of them.
    if (placed > limits.checkFindings) return [finding];
    return [{ ...finding, hint: `${finding.hint ?? 'say it once'}; first at ${placeText(first, texts)}` }];
  });
}

/** `fix.esp:3:7`. */
export function placeText({ file, span }: Place, texts: ReadonlyMap<string, string>): string {
  const { line, column } = new SourceText(file, texts.get(file) ?? '').placeOf(span.start);
  return `${file}:${line}:${column}`;
}
