/** Every kind of finding, explained. Loaded only when somebody asks. */
import type { Kind } from '../codes.ts';
import { codes } from '../codes.ts';
import type { Entry } from './entry.ts';
import { fileEntries } from './file-entries.ts';
import { nameEntries } from './name-entries.ts';
import { notationEntries } from './notation-entries.ts';
import { numberEntries } from './number-entries.ts';
import { policyEntries } from './policy-entries.ts';
import { proofEntries } from './proof-entries.ts';
import { rehearsalEntries } from './rehearsal-entries.ts';
import { textEntries } from './text-entries.ts';
import { wireEntries } from './wire-entries.ts';

export interface Explained extends Entry {
  readonly kind: string;
  readonly code: string;
}

const entries: ReadonlyMap<string, Entry> = new Map([
  textEntries, nameEntries, wireEntries, numberEntries, proofEntries, fileEntries, policyEntries, notationEntries, rehearsalEntries,
].flatMap((group) => Object.entries(group)));

/** In the order of their codes. */
export function catalogue(): readonly Explained[] {
  return kinds().flatMap((kind) => {
    const entry = entries.get(kind);
    return entry === undefined ? [] : [{ kind, code: codes[kind], ...entry }];
  });
}

function kinds(): readonly Kind[] {
  const all: readonly Kind[] = Object.keys(codes).filter((kind): kind is Kind => Object.hasOwn(codes, kind));
  return all.toSorted((a, b) => (codes[a] < codes[b] ? -1 : 1));
}

/** The entry of a code, or of a kind. */
export function explained(word: string): Explained | null {
  const wanted = word.toUpperCase();
  return catalogue().find(({ code, kind }) => code === wanted || kind === word) ?? null;
}
