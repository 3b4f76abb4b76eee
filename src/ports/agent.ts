/**
 * A coding agent behind an adapter: which program is run for an order, and what its end means (E7).
 *
 * An adapter knows no sandbox and no repository. It says what is to be run inside a box, with which
 * files beside it, and reads what came back; all of that is the leaf's word, parsed here and nowhere else.
 */

import type { AgentDecl, TaskSpec } from '../kernel/ir.ts';
import type { ReturnedFile, SandboxOutcome } from './sandbox.ts';

export interface Agent {
  /** As `use` names it. */
  readonly name: string;
  /** What is run for this order. Throws `AgentError` where it cannot be: the infrastructure's fault, and not the leaf's. */
  call(order: AgentOrder): AgentCall;
}

export interface AgentOrder {
  /** The order's id: `export/write.2`. */
  readonly id: string;
  readonly decl: AgentDecl;
  /** What it is asked, whole. */
  readonly prompt: string;
  /** The words that it may end with. */
  readonly words: readonly string[];
  readonly returns: 'tasks' | 'data' | null;
  /** Whether it may change files. */
  readonly writes: boolean;
  /** Where files that come with the order are found inside. */
  readonly directory: string;
}

export interface AgentCall {
  readonly command: readonly string[];
  /** Files that it finds in the order's directory, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  readonly returns: readonly ReturnedFile[];
  /** MUST NOT throw: what cannot be read is how it ended. */
  read(ended: AgentEnded): AgentResult;
}

export interface AgentEnded {
  readonly outcome: SandboxOutcome;
  /** Returned files by their paths; of those that are missing the reason. */
  readonly returned: ReadonlyMap<string, Uint8Array | { readonly why: string }>;
  /** The end of what it printed. */
  readonly tail: string;
}

export type AgentResult =
  | {
      readonly kind: 'ended';
      readonly word: string;
      readonly text: string;
      readonly tasks?: readonly TaskSpec[];
      readonly data?: string;
      readonly followUps?: readonly TaskSpec[];
      readonly waits?: boolean;
    }
  /** The session ended without an outcome. */
  | { readonly kind: 'stopped'; readonly text: string }
  | { readonly kind: 'rate-limit'; readonly until: number }
  /** Not the leaf's doing. */
  | { readonly kind: 'fault'; readonly text: string };

/** The agent cannot be run as it is declared: what is missing, and what to do. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}
