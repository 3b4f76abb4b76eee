/** What a failed command teaches: its failure, distilled from what it printed (R7). */

import type { Distilled } from '../kernel/facts.ts';
import type { KeptOutput } from './kept-output.ts';

const mostLines = 40;

export function distilled(output: KeptOutput, { what, exit }: { readonly what: string; readonly exit: number }): Distilled {
  const lines = Buffer.from(output.both.bytes()).toString('utf8').split('\n').filter((line) => line.trim() !== '');
  const text = [`${what} exited with ${exit}`, ...lines.slice(-mostLines)].join('\n');
  return { signature: text, text };
}
