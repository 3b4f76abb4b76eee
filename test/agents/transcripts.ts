/** What real programs printed at each of their ends, and how they ended: word for word, to test readers of it. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxOutcome } from '../../src/ports/sandbox.ts';

export interface Transcript {
  /** All that it printed. */
  readonly text: string;
  readonly outcome: SandboxOutcome;
}

const place = (name: string): string => join(import.meta.dirname, 'transcripts', name);

export function transcriptOf(name: string, end: string): Transcript {
  const outcome = outcomesOf(name)[end];
  if (outcome === undefined) throw new Error(`There is no transcript of ${name} for ${end}: REWRITE=1 npm run test:agents makes it`);
  return { text: readFileSync(join(place(name), `${end}.jsonl`), 'utf8'), outcome };
}

export function keepTranscript(name: string, end: string, { stdout, outcome }: { readonly stdout: string; readonly outcome: SandboxOutcome }): void {
  mkdirSync(place(name), { recursive: true });
  writeFileSync(join(place(name), `${end}.jsonl`), stdout);
  const outcomes = Object.entries({ ...outcomesOf(name), [end]: outcome }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(place(name), 'outcomes.json'), `${JSON.stringify(Object.fromEntries(outcomes), null, 2)}\n`);
}

function outcomesOf(name: string): Readonly<Record<string, SandboxOutcome>> {
  const file = join(place(name), 'outcomes.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
