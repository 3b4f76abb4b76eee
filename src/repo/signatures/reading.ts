/** What a reader finds in one file, and how its signatures are put together: what is exported, and what that names. */

import { limits } from '../../ports/limits.ts';
import { type Allowance, type Outline, TooMuch } from './outline.ts';
import type { SyntaxNode } from './syntax-tree.ts';

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly allowance: Allowance;
}

export interface Declared {
  /** Where it stands in the source: also what tells it from the others. */
  readonly at: number;
  readonly draw: () => Outline;
}

export interface Reading {
  readonly exported: readonly Declared[];
  /** By name, what is not exported itself: told where something exported names it. */
  readonly local: ReadonlyMap<string, readonly Declared[]>;
}

export type Reader = (root: SyntaxNode, source: Source) => Reading;

export interface Told {
  readonly lines: readonly string[];
  /** Why they are not all. */
  readonly why: string | null;
}

export function tellSignatures({ exported, local }: Reading): Told {
  const told = new Map<number, string>();
  const waiting = [...exported];
  const asked = new Set<string>();
  let [characters, why]: [number, string | null] = [0, null];
  try {
    for (const { at, draw } of waiting) {
      if (told.has(at)) continue;
      const { text, names } = draw();
      characters += text.length;
      if (characters > limits.signatureCharacters) throw new TooMuch(`its signatures have more than ${limits.signatureCharacters} characters`);
      told.set(at, text);
      for (const name of names) {
        if (!asked.has(name)) waiting.push(...(local.get(name) ?? []));
        asked.add(name);
      }
    }
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    why = error.message;
  }
  const lines = [...told].sort(([a], [b]) => a - b).flatMap(([, text]) => (text === '' ? [] : text.split('\n')));
  return { lines, why };
}

/** Several things may have one name: overloads, a type and a value. */
export function byName(found: readonly (readonly [string, Declared])[]): ReadonlyMap<string, readonly Declared[]> {
  return new Map([...Map.groupBy(found, ([name]) => name)].map(([name, all]) => [name, all.map(([, one]) => one)]));
}
