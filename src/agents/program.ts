/** An agent's program as a box has it: where it lies, and how it is begun. */

import type { Input } from '../ports/sandbox.ts';

export interface AgentProgram {
  /** What precedes its arguments: the program, with its interpreter where it has one. */
  readonly command: readonly string[];
  /** What of it a box does not have by itself. */
  readonly inputs: readonly Input[];
  /** As its package says; `null`: it says nothing. */
  readonly version: string | null;
}
