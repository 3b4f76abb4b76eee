/**
 * Boxes for orders: a sandbox as the plan declares it, and what a leaf, a shell step or a gate needs in it.
 *
 * What hands use of sandboxes. Which back-end it is, what it holds here, which toolchains and layers are bound: not
 * their business. A box MUST have every limit that its declaration demands, or it is refused (`SandboxError`).
 */

import type { SandboxDecl, ServiceDecl } from '../kernel/ir.ts';
import type { ModelAccess } from './agent.ts';
import type { Collected } from './collected.ts';
import type { ModelBill, ModelOrder, OpenedGateway } from './gateway.ts';
import type { Input, ReturnedFile, SandboxOutcome, SandboxWatcher, Workspace } from './sandbox.ts';

export interface Boxes {
  /** Resolves when nothing of the work is left. Throws `SandboxError` only where the box could not be made. */
  run(work: BoxWork, watcher: SandboxWatcher): Promise<SandboxOutcome>;

  /** What the work left in its layer, once it has ended (E2). */
  collect(work: BoxWork): Promise<Collected>;

  /**
   * The way out of an order that asks a model, from before its command is known until it is closed. Throws `GatewayError`
   * where what it needs cannot be given, `SandboxError` where no box with a way out can be.
   */
  openGateway(of: GatewayOf): Promise<BoxGateway>;

  /** A place of its own for one order; a host that dies leaves it to be found and named (B4). */
  place(id: string): Promise<BoxPlace>;
}

export interface BoxPlace {
  /** What the order changes: empty at first. */
  readonly layer: string;
  /** Files that it is given, by name; seen inside in `orderPath`, and read-only. */
  give(files: ReadonlyMap<string, Uint8Array | string>): Promise<Input>;
  remove(): Promise<void>;
}

export interface GatewayOf extends Pick<BoxWork, 'id' | 'sandbox'> {
  readonly models: ModelOrder;
}

export interface BoxGateway {
  /** As it is found from inside. */
  readonly access: ModelAccess;
  /** As it is found from outside. */
  readonly socket: string;
  readonly told: Pick<OpenedGateway, 'isSpent' | 'rateLimitedUntil'>;
  /** Ends the way out, and everything on it; the whole bill. */
  close(): Promise<ModelBill>;
}

/** Where an order finds what came with it. */
export const orderPath = '/run/order';

/** How long one run in a box may take where nothing is said. */
export const usualWallMs = 600_000;

export interface BoxWork {
  /** A name, good for one at a time. */
  readonly id: string;
  /** As the plan declares it; `null`: the machine's default, with the usual limits. */
  readonly sandbox: SandboxDecl | null;
  readonly command: readonly string[];
  readonly workspace: Workspace | null;
  readonly inputs: readonly Input[];
  /** Beside what every box has (`PATH`, `HOME`, `LANG`, `TMPDIR`). */
  readonly env: Readonly<Record<string, string>>;
  readonly services: readonly ServiceDecl[];
  /** `null`: as long as is usual. */
  readonly wallMs: number | null;
  readonly returns: readonly ReturnedFile[];
  /** The way out that was opened for it; otherwise it has one where its sandbox reaches hosts. */
  readonly gateway?: BoxGateway;
  /** What the command reads; otherwise nothing. */
  readonly stdin?: string;
  /** Where what the workspace's lockfiles name comes from; left out: all of them have landed. */
  readonly locked?: Locked;
  /** A repository made up of the workspace's files alone, at `.git`: MUST hold nothing of the host's. Left out: there is none. */
  readonly git?: 'synthetic';
}

/**
 * Changes that may have made lockfiles what they are. What is baked for one that has not landed MUST serve only what holds that
 * change, and MUST be refused (`SandboxError`) where it cannot be had; once it has landed it is everybody's.
 */
export interface Locked {
  /** In the workspace, and not landed. */
  readonly changed: readonly LockChange[];
  readonly landed: readonly LockChange[];
}

export interface LockChange {
  /** A digest of the whole change. */
  readonly id: string;
  readonly paths: readonly string[];
  /** Whether it says that it changes dependencies, so that something is to be baked of it. */
  readonly isOfDependencies: boolean;
}
