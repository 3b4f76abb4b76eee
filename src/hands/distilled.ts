/** What a failed command teaches: its failure, distilled from what it printed (R7). */

import type { Distilled } from '../kernel/facts.ts';
import { distil } from './distil/distil.ts';
import type { KeptOutput } from './kept-output.ts';
import type { TestFailure } from './results/test-results.ts';

interface Failed {
  /** Completes «… exited with 1». */
  readonly what: string;
  readonly exit: number;
  /** What files of results say failed. */
  readonly reported?: readonly TestFailure[];
}

export function distilled(output: KeptOutput, { what, exit, reported = [] }: Failed): Distilled {
  return distil({ stdout: output.stdout.bytes(), stderr: output.stderr.bytes() }, { gate: what, exit, reported });
}
