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

  /**
   * What its guarantees stand on here: programs by their place and age, control groups that can be made. The same text,
   * the same proof. MUST NOT start a program.
   */
  readonly foundations: string;

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
  readonly inputs: readonly Input[];
  /** All of it; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
  /** `null`: no way out at all. */
  readonly wayOut: WayOut | null;
  /** Started in this order, each once the one before it is ready; they end with the command. */
  readonly services: readonly BoxedService[];
  /** What the command finds as its machine, by digest; `null`: the programs of this machine. */
  readonly image: string | null;
  /** What the command reads; otherwise nothing. */
  readonly stdin?: string;
  /** Files that are read once the command has ended, within the box and with its rights, and handed to the watcher. */
  readonly returns?: readonly ReturnedFile[];
}

/** A file that a command may leave for who ordered it. What it says is the command's word, and no more. */
export interface ReturnedFile {
  /** Inside, whole. */
  readonly path: string;
  readonly mostBytes: number;
}

/** Files of a shared directory, and what was changed in a layer of the order's own; seen inside as `workspacePath`. */
export interface Workspace {
  /** MUST stay as it is. */
  readonly base: string;
  /** An empty directory, or the one of an earlier order on the same base. It outlives the order. `null`: nothing can be changed. */
  readonly layer: string | null;
}

/** A file or directory of the host's, and where it is inside. It MUST stay as it is. */
export interface Input {
  readonly from: string;
  readonly to: string;
  /** What a command does to it: it fails, or it seems to work and is gone with the order (directories only). Default: it fails. */
  readonly writes?: 'refused' | 'discarded';
}

/** The one way out: a socket of the host's, behind which the gateway listens. One socket per order is its identity. */
export interface WayOut {
  /** Seen inside as `wayOutPath`. */
  readonly socket: string;
  /** Where it is offered on the box's own loopback as well; `null`: nowhere. */
  readonly port: number | null;
}

/** A server beside the command, in the same box: the two share a loopback, files and limits. */
export interface BoxedService {
  readonly name: string;
  readonly command: readonly string[];
  /** A command that exits 0 once the service answers; `null`: it is ready when its port answers. */
  readonly ready: readonly string[] | null;
  readonly port: number | null;
  readonly readyMs: number;
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
  /** Of each of `/tmp`, `/dev/shm` and the home. */
  readonly scratchBytes: number;
  /** What can be changed in the workspace, held by its file system; `null`: as much as scratch, looked at now and then. */
  readonly diskBytes: number | null;
  /** Both streams together. */
  readonly outputBytes: number;
}

export interface SandboxWatcher {
  /** The bytes as they came, at most the limit's. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /**
   * What a returned file holds, each once, in their order, before the order resolves: only of a command that ended by
   * itself. `why`: there is none, or it is not taken.
   */
  readonly onReturned?: (file: { readonly path: string; readonly content: Uint8Array } | { readonly path: string; readonly why: string }) => void;
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
  /** It did not become ready, so the command was never begun. */
  | { readonly kind: 'service'; readonly name: string; readonly how: string }
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
  override readonly name: string = 'SandboxError';
}

/** The back-end has nothing for what the order asks, on any machine. It MUST say so before it makes anything. */
export class OrderRefused extends SandboxError {
  override readonly name = 'OrderRefused';
}

/** Where the workspace, the way out and the home are, inside. What lies beside the way out is the box's own. */
export const workspacePath = '/work';
export const wayOutPath = '/run/espalier/way-out.sock';
export const homePath = '/home/agent';
