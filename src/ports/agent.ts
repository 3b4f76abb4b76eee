/**
 * A coding agent behind an adapter: which program is run for an order, and what its end means (E7).
 *
 * An adapter knows no sandbox and no repository. It says what is to be run inside a box, with which
 * files beside it, and reads what the program prints; all of that is the leaf's word, parsed here and
 * nowhere else. How long it may take is the box's to hold, whatever the program does.
 */

import type { AgentDecl, TaskSpec } from '../kernel/ir.ts';
import type { EnvelopePart } from './envelope.ts';
import type { WireName } from './provider.ts';
import type { Input, ReturnedFile, SandboxOutcome } from './sandbox.ts';

export interface Agent {
  /** As `use` names it. */
  readonly name: string;
  /** How its program speaks to its model, by one of these; empty: it asks none. */
  wires(decl: AgentDecl): readonly WireName[];
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
  /** How it reaches its model; `null`: it asks none, or must not. */
  readonly gateway: ModelAccess | null;
  /** The session that it goes on with, as its program named it; `null`: it begins afresh. */
  readonly resumes: string | null;
}

/** The gateway as a program inside the box finds it. */
export interface ModelAccess {
  /** `http://127.0.0.1:3128`: without a path, and without a slash at its end. */
  readonly url: string;
  /** The same way out as a socket, for those who can do without a port. */
  readonly socket: string;
  /** Stands for the real key, is good for this order alone, and dies with it. */
  readonly key: string;
}

export interface AgentCall {
  readonly command: readonly string[];
  /** Files that it finds in the order's directory, by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  /** Files that its program finds below its home, by their paths there. */
  readonly home: ReadonlyMap<string, string>;
  /** Where its program is. */
  readonly inputs: readonly Input[];
  readonly returns: readonly ReturnedFile[];
  /** What its program reads; otherwise nothing. */
  readonly stdin?: string;
  /** Paths below its home in which its program keeps a session. Empty: it keeps none. */
  readonly keeps: readonly string[];
  /** Hears this one call from its beginning. */
  listen(): AgentListener;
}

/** MUST NOT throw: what cannot be read is how it ended. Caps what it keeps, however much is printed. */
export interface AgentListener {
  push(stream: 'stdout' | 'stderr', bytes: Uint8Array): readonly AgentEvent[];
  end(ended: AgentEnded): AgentResult;
}

/** What an agent is seen to do. Advisory: nothing is decided by it but what is shown, and the end. */
export type AgentEvent =
  /** `session`: by which its program finds it again; `null`: it does not say. */
  | { readonly kind: 'started'; readonly session: string | null; readonly model: string | null }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly text: string }
  | { readonly kind: 'usage'; readonly usage: AgentUsage };

/** As the program counts, of this call as far as it says: the gateway's own count is what is billed (R4). */
export interface AgentUsage {
  /** Without what was read from or written to a cache. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface AgentEnded {
  readonly outcome: SandboxOutcome;
  /** Returned files by their paths; of those that are missing the reason. */
  readonly returned: ReadonlyMap<string, Uint8Array | { readonly why: string }>;
  /** The end of what it printed. */
  readonly tail: string;
}

export type AgentResult =
  | AgentSaid
  /** The session ended without an outcome. */
  | { readonly kind: 'stopped'; readonly why: StoppedWhy; readonly text: string }
  /** What it was to return is not what was asked for: it may be told so once. */
  | { readonly kind: 'misshapen'; readonly text: string }
  /** `until`: in time since the epoch; `null`: it does not say. */
  | { readonly kind: 'rate-limit'; readonly until: number | null; readonly text: string }
  /** The gateway refused what would have passed a budget. */
  | { readonly kind: 'budget'; readonly text: string }
  /** Not the leaf's doing. */
  | { readonly kind: 'fault'; readonly why: FaultWhy; readonly text: string };

/** `handoff`: it left a note for who goes on. */
export type StoppedWhy = 'early' | 'context' | 'turns' | 'handoff' | 'crashed';
export type FaultWhy = 'login' | 'provider' | 'program';

export interface AgentSaid {
  readonly kind: 'ended';
  readonly word: string;
  readonly text: string;
  readonly tasks?: readonly TaskSpec[];
  readonly data?: string;
  readonly followUps?: readonly TaskSpec[];
  readonly waits?: boolean;
  /** What it wants to be changed, where it can change nothing itself. */
  readonly edits?: readonly EnvelopePart[];
}

/** The agent cannot be run as it is declared: what is missing, and what to do. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}
