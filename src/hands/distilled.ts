/** What a failed command teaches: its failure, distilled from what it printed (R7). */

import type { Distilled } from '../kernel/facts.ts';
import { distil } from './distil/distil.ts';
import type { KeptOutput } from './kept-output.ts';

/** `what` completes «… exited with 1». */
export function distilled(output: KeptOutput, { what, exit }: { readonly what: string; readonly exit: number }): Distilled {
  return distil({ stdout: output.stdout.bytes(), stderr: output.stderr.bytes() }, { gate: what, exit });
}
