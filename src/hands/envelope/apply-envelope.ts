/** What files hold once an envelope is applied to them; wholly, or not at all. Pure: nothing is written here. */

import type { EnvelopePart } from '../../ports/envelope.ts';
import { shownName } from '../../ports/shown-name.ts';

export type AppliedEnvelope = { readonly ok: true; readonly texts: ReadonlyMap<string, string> } | { readonly ok: false; readonly path: string; readonly why: string };

type Edit = Extract<EnvelopePart, { readonly kind: 'edit' }>;

/** `read`: what a file holds now; `null`: there is none. */
export function applyEnvelope(parts: readonly EnvelopePart[], read: (path: string) => string | null): AppliedEnvelope {
  const texts = new Map<string, string>();
  const edits = new Map<string, Edit[]>();
  const faults: { readonly path: string; readonly why: string }[] = [];
  for (const part of parts) {
    if (part.kind === 'edit') {
      const before = edits.get(part.path);
      if (before === undefined) edits.set(part.path, [part]);
      else before.push(part);
    } else if (texts.has(part.path) || read(part.path) !== null) faults.push({ path: part.path, why: 'is to be a new file, and is there already' });
    else texts.set(part.path, part.text);
  }
  for (const [path, own] of edits) {
    const text = texts.has(path) ? null : read(path);
    const edited = text === null ? { why: 'is to be edited, and is not there' } : editedText(text, own);
    if (typeof edited === 'string') texts.set(path, edited);
    else faults.push({ path, ...edited });
  }
  const [first] = faults;
  return first === undefined ? { ok: true, texts } : { ok: false, path: shownName(first.path), why: first.why };
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly replace: string;
}

/** Each is found in the text as it was, so that their order does not matter. */
function editedText(text: string, edits: readonly Edit[]): string | { readonly why: string } {
  const places: Place[] = [];
  for (const { find, replace } of edits) {
    const from = text.indexOf(find);
    if (from === -1) return { why: `does not hold what is to be found: ${quoted(find)}` };
    // From the next letter on: two that overlap are two.
    if (text.includes(find, from + 1)) return { why: `holds what is to be found more than once: ${quoted(find)}` };
    places.push({ from, to: from + find.length, replace });
  }
  places.sort((a, b) => a.from - b.from);
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, replace } of places) {
    if (from < at) return { why: 'has two edits in the same place' };
    pieces.push(text.slice(at, from), replace);
    at = to;
  }
  return [...pieces, text.slice(at)].join('');
}

function quoted(find: string): string {
  return JSON.stringify(find.length <= 80 ? find : `${find.slice(0, 80)}…`);
}
