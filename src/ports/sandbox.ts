/**
 * A box in which everything runs that is not ours: leaves, shell steps, gates (E1, E4).
 *
 * The command, the files that it may see, its environment, its limits and its one way out are the
 * order's, whole: a back-end MUST NOT add anything of the host's to them. What a back-end cannot
 * hold on this machine it says (`probe`); it MUST NOT claim a limit that it merely asks for.
 */

import type { SandboxCapability } from './capabilities.ts';

export interface Sandbox {
  /** As `use` names it. */
  readonly name: string;

  /** What it holds on this machine, by trying. MUST NOT throw because something is missing: that is its answer. */
  probe(): Promise<SandboxProbe>;

  /**
   * Runs one command, and resolves when nothing of it is left: MUST NOT resolve while a process, a
   * mount or a control group of it lives, whatever it ignores or detaches. Throws `SandboxError`
   * only where the box itself could not be made; how the command ended is the outcome.
   */
  run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome>;

  /**
   * Ends and removes what hosts that no longer live have left, and says what, a line each. MUST NOT
   * touch an order whose host lives, nor a writable layer: work is not thrown away (B4).
   */
  sweep(): Promise<readonly string[]>;
}

export interface SandboxOrder {
  /** A name, good for one run at a time: letters, digits, `-`, `_` and `.`. */
  readonly id: string;
  /** The program and its arguments. MUST be performed as given: no shell reads it. */
  readonly command: readonly string[];
  readonly workspace: Workspace | null;
  readonly inputs: readonly ReadOnlyInput[];
  /** All of it; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
  /** A socket of the host's, seen inside as `wayOut`; `null`: no way out at all. */
  readonly wayOut: string | null;
  /** What the command reads; otherwise nothing. */
  readonly stdin?: string;
}

/** Files of a shared directory, and what was changed in a layer of the order's own; seen inside as `workspacePath`. */
export interface Workspace {
  /** MUST stay as it is. */
  readonly base: string;
  /** An empty directory, or the one of an earlier order on the same base. It outlives the order. */
  readonly layer: string;
}

/** A file or directory of the host's, and where it is inside. */
export interface ReadOnlyInput {
  readonly from: string;
  readonly to: string;
}

export interface SandboxLimits {
  /** Of all processes together. */
  readonly memoryBytes: number;
  readonly pids: number;
  /** Processors at once, such as 1.5; `null`: all. */
  readonly cpus: number | null;
  /** Processor time of all processes together. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly fileBytes: number;
  /** Of each of `/tmp`, `/dev/shm` and the home, and of the workspace's layer. */
  readonly scratchBytes: number;
  /** Both streams together. */
  readonly outputBytes: number;
}

export interface SandboxWatcher {
  /** The bytes as they came, at most the limit's. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** Ends the order from outside. */
  readonly cancel?: AbortSignal;
}

export type LimitName = 'cpu' | 'file-size' | 'scratch' | 'output';

/** How the command ended; no way is an exception. */
export type SandboxOutcome =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout' }
  /** A process of it was killed for memory, whatever the command's own exit code says. */
  | { readonly kind: 'oom' }
  | { readonly kind: 'limit'; readonly which: LimitName }
  | { readonly kind: 'cancelled' };

export interface SandboxProbe {
  readonly name: string;
  /** Of the program behind it; `null`: there is none. */
  readonly version: string | null;
  readonly usable: boolean;
  /** Why not, and what to do. */
  readonly why: string | null;
  readonly holds: Readonly<Record<SandboxCapability, Held>>;
}

export interface Held {
  readonly held: boolean;
  /** By what; or what is missing. */
  readonly how: string;
}

/** The box could not be made: a fault of the machine or of the order, never of the command. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}

/** Where the workspace, the way out and the home are, inside. */
export const workspacePath = '/work';
export const wayOutPath = '/run/espalier/way-out.sock';
export const homePath = '/home/agent';
