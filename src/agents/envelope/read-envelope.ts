/**
 * The envelope in what an agent printed: changes of files between fences that bear the order's own nonce (E2, E7).
 *
 * A line of its own each, and nothing else on it:
 *
 *     === NONCE begin
 *     === NONCE new PATH         then the file's lines
 *     === NONCE edit PATH        then the lines to be found
 *     === NONCE with             then those to be put there
 *     === NONCE end
 *
 * Whatever else looks like a fence, bears the nonce, comes twice, is nested or cut makes the whole void, so that nothing
 * that an agent repeats of a file, a log or an earlier answer can be taken for its own word.
 */

import type { EnvelopePart } from '../../ports/envelope.ts';
import { nameFault } from '../../ports/name-fault.ts';
import { shownName } from '../../ports/shown-name.ts';

/** `parts` is empty where there is no envelope, or one with nothing in it. */
export type ReadEnvelope = { readonly ok: true; readonly parts: readonly EnvelopePart[] } | { readonly ok: false; readonly why: string };

export const mostEnvelopeCharacters: number = 4 << 20;
export const mostEnvelopeParts = 500;

/** Such as a person would take for one, whoever's nonce it has. */
const alike = /^[\s>]*={2,}[ \t]*\S+[ \t]+(?:begin|new|edit|with|end)(?:\s|$)/i;

export function readEnvelope(text: string, nonce: string): ReadEnvelope {
  if (text.length > mostEnvelopeCharacters) return { ok: false, why: `what it printed is longer than ${mostEnvelopeCharacters} characters` };
  const reader = new Reader();
  let number = 0;
  for (const line of text.split('\n')) {
    number += 1;
    const why = line.startsWith(`=== ${nonce} `) ? reader.fence(line.slice(nonce.length + 5)) : reader.isForged(line, nonce) ? 'a fence that is none of this order\'s' : reader.text(line);
    if (why !== null) return { ok: false, why: `line ${number}: ${why}` };
  }
  return reader.end();
}

interface Open {
  readonly kind: EnvelopePart['kind'];
  readonly path: string;
  readonly lines: string[];
  /** What `lines` were before `with`; `null`: there was none yet. */
  find: readonly string[] | null;
}

/** Each answers with what is wrong, or `null`. */
class Reader {
  readonly #parts: EnvelopePart[] = [];
  readonly #named = new Map<string, EnvelopePart['kind']>();
  #state: 'before' | 'within' | 'behind' = 'before';
  #open: Open | null = null;

  fence(words: string): string | null {
    if (words === 'begin') return this.#begin();
    if (this.#state !== 'within') return `\`${shown(words)}\` outside of \`begin\` and \`end\``;
    if (words === 'with') return this.#with();
    if (words === 'end') return this.#close() ?? this.#leave();
    if (words.startsWith('new ')) return this.#close() ?? this.#enter('new', words.slice('new '.length));
    if (words.startsWith('edit ')) return this.#close() ?? this.#enter('edit', words.slice('edit '.length));
    return `\`${shown(words)}\` is no fence`;
  }

  /** Around the envelope the nonce may be spoken of: a program that repeats what it was asked asks for nothing. */
  isForged(line: string, nonce: string): boolean {
    return alike.test(line) || (this.#state === 'within' && line.includes(nonce));
  }

  text(line: string): string | null {
    if (this.#open !== null) this.#open.lines.push(line);
    else if (this.#state === 'within' && line.trim() !== '') return 'a text that belongs to no file';
    return null;
  }

  end(): ReadEnvelope {
    return this.#state === 'within' ? { ok: false, why: 'it is cut: there is no `end`' } : { ok: true, parts: this.#parts };
  }

  #begin(): string | null {
    if (this.#state === 'within') return 'a second `begin` within the first: envelopes are not nested';
    if (this.#state === 'behind') return 'a second `begin`: there is one envelope';
    this.#state = 'within';
    return null;
  }

  #leave(): null {
    this.#state = 'behind';
    return null;
  }

  #enter(kind: EnvelopePart['kind'], path: string): string | null {
    const fault = path.trim() === path ? nameFault(path)?.why ?? null : 'begins or ends with a blank';
    if (fault !== null) return `the path ${shownName(path)} ${fault}`;
    const before = this.#named.get(path);
    if (before !== undefined && (before === 'new' || kind === 'new')) return `${shownName(path)} is named twice, and once as a new file`;
    if (this.#parts.length >= mostEnvelopeParts) return `more than ${mostEnvelopeParts} changes`;
    this.#named.set(path, kind);
    this.#open = { kind, path, lines: [], find: null };
    return null;
  }

  #with(): string | null {
    const open = this.#open;
    if (open === null || open.kind !== 'edit' || open.find !== null) return '`with` without an `edit` before it';
    open.find = open.lines.splice(0);
    return null;
  }

  #close(): string | null {
    const open = this.#open;
    if (open === null) return null;
    this.#open = null;
    const { kind, path, lines, find } = open;
    if (kind === 'new') {
      this.#parts.push({ kind, path, text: lines.map((line) => `${line}\n`).join('') });
      return null;
    }
    if (find === null) return `the edit of ${shownName(path)} has no \`with\``;
    const part = { kind, path, find: find.join('\n'), replace: lines.join('\n') };
    if (part.find === '') return `the edit of ${shownName(path)} does not say what is to be found`;
    if (part.find === part.replace) return `the edit of ${shownName(path)} changes nothing`;
    this.#parts.push(part);
    return null;
  }
}

function shown(words: string): string {
  return shownName(words.slice(0, 40));
}
