/** The sandboxes of this machine: one command in one of them, and what they hold when they are tried. */

import { join, resolve } from 'node:path';
import { usualWallMs } from '../ports/boxes.ts';
import type { SandboxCapability } from '../ports/capabilities.ts';
import { homePath, type Input, type Sandbox, SandboxError, type SandboxLimits, type SandboxOutcome, type SandboxProbe } from '../ports/sandbox.ts';
import { closeDirectorySync, makeDirectorySync } from '../journal/durable-file.ts';
import { openStubWayOut } from '../gateway/stub-way-out.ts';
import { backEnds } from '../sandbox/back-ends.ts';
import { layerInputs } from '../sandbox/bake/layer-inputs.ts';
import { LayerStore, removeTree } from '../sandbox/bake/layer-store.ts';
import { layersByHand, nameByHand, sweepByHand } from '../sandbox/order/by-hand.ts';
import { sweepCanaries } from '../sandbox/conformance/canaries.ts';
import { type CheckResult, checkSandbox } from '../sandbox/conformance/check-sandbox.ts';
import { sweepLooked } from '../sandbox/conformance/sweep-looked.ts';
import { imageNamed } from './boxed-image.ts';
import { bindToolchains } from '../sandbox/toolchains/bind-toolchains.ts';
import { findToolchains, type Toolchains } from '../sandbox/toolchains/find-toolchains.ts';
import { sweepRepositories, syntheticGit } from '../sandbox/repository/synthetic-git.ts';
import { leaseSandbox } from '../sandbox/proof/lease-sandbox.ts';
import { machineMark } from '../sandbox/proof/machine-mark.ts';
import { ownDigest } from '../sandbox/proof/own-digest.ts';
import { proofFormat, readProof, writeProof } from '../sandbox/proof/proof-file.ts';
import { sweepWayOuts } from '../sandbox/order/way-out-place.ts';
import { withWayOut } from './way-out.ts';

export type { SandboxLimits, SandboxOutcome, Toolchains };
export { findToolchains };

export interface Machine {
  /** Where state is kept. */
  readonly directory: string;
  /** Where programs are looked for. */
  readonly path: string;
}

/** What an order has where nothing else is said. */
export const usualLimits: SandboxLimits = {
  memoryBytes: 4 * 2 ** 30, pids: 512, cpus: null, cpuMs: 3_600_000, wallMs: usualWallMs, fileBytes: 2 ** 30, scratchBytes: 2 ** 30, diskBytes: null,
  outputBytes: 2 ** 26,
};

/** Their names; the default is first. */
export const sandboxNames: readonly string[] = [...backEnds.keys()];

export interface Boxed {
  /** One of `sandboxNames`. */
  readonly use: string;
  readonly command: readonly string[];
  /** `null`: no files but the machine's programs. */
  readonly workspace: string | null;
  /** Whether the workspace cannot be changed; otherwise what is changed in it is thrown away. */
  readonly isReadOnly: boolean;
  /** Whether it finds a repository at `.git`, made up of its files as they are. */
  readonly isRepository: boolean;
  /** Beginnings of keys of layers that were baked. */
  readonly baked: readonly string[];
  /** By its digest, or the file that it is built from; `null`: this machine's programs. */
  readonly image: string | null;
  readonly limits: SandboxLimits;
  /** What is found of the person's own; `null`: the machine's programs are all. */
  readonly toolchains: Toolchains | null;
  /** What was asked for: it is held, or nothing is run. */
  readonly demands: readonly SandboxCapability[];
  /** What it may reach, `HOST` or `HOST:PORT`; `null`: it has no way out. */
  readonly allow: readonly string[] | null;
  /** What was refused on its way out, in one line of the command's own making. */
  readonly onRefused: (line: string) => void;
  /** What was left by hosts that no longer live, and is removed. */
  readonly onSwept: (line: string) => void;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
}

/** Runs a command as an order would be run; what it changes in its workspace is thrown away. Throws `SandboxError`. */
export async function runBoxed(machine: Machine, boxed: Boxed): Promise<SandboxOutcome> {
  const { use, command, workspace, isReadOnly, limits, demands, allow, onRefused, onSwept, onOutput } = boxed;
  const named = sandboxOf(machine, use);
  for (const line of await sweep(machine, named)) onSwept(line);
  const sandbox = await leased(machine, named, demands);
  const image = boxed.image === null ? null : await imageNamed(boxed.image, machine.path);
  const id = nameByHand(stateOf(machine));
  const layer = join(layersByHand(stateOf(machine)), id);
  const { inputs, env } = surroundingsOf(machine, boxed);
  const git = workspace !== null && boxed.isRepository ? await syntheticGit(resolve(workspace), { sandbox, state: stateOf(machine), limits, id }) : null;
  const files = workspace === null ? null : { base: resolve(workspace), layer: isReadOnly ? null : layer };
  try {
    return await withWayOut({ state: stateOf(machine), id, allow, onRefused }, ({ wayOut, env: said }) => (
      sandbox.run({ id, command, workspace: files, inputs: git === null ? inputs : [...inputs, git.input], env: { ...env, ...git?.env, ...said }, limits, wayOut, services: [], image }, { onOutput })
    ));
  } finally {
    git?.remove();
    await removeTree(layer);
  }
}

/** Throws `SandboxError` where something that was asked for is not held here. */
export function leased(machine: Machine, sandbox: Sandbox, demands: readonly SandboxCapability[]): Promise<Sandbox> {
  return leaseSandbox(sandbox, demands, readProof(proofsOf(machine), sandbox.name));
}

/** What hosts that no longer live have left, a line each. */
async function sweep(machine: Machine, sandbox: Sandbox): Promise<readonly string[]> {
  const lines = [...sweepWayOuts(stateOf(machine)), ...sweepRepositories(stateOf(machine)), ...(await sandbox.sweep())];
  // After their orders: nothing writes to them any longer.
  return [...lines, ...(await sweepByHand(stateOf(machine)))];
}

/** What a command finds beside its workspace: toolchains, and what was baked for it. */
function surroundingsOf(machine: Machine, { toolchains, baked }: Boxed): { readonly inputs: readonly Input[]; readonly env: Readonly<Record<string, string>> } {
  const bound = bindToolchains(toolchains?.found ?? [], join(stateOf(machine), 'blanks'));
  const store = baked.length === 0 ? null : new LayerStore(stateOf(machine));
  const layers = store === null ? null : layerInputs(store, baked.map((key) => store.byKey(key)), []);
  const path = [...(layers?.bins ?? []), bound.path].join(':');
  return { inputs: [...bound.inputs, ...(layers?.inputs ?? [])], env: { PATH: path, HOME: homePath, LANG: 'C.UTF-8', TMPDIR: '/tmp', ...layers?.env } };
}

export interface Backend extends SandboxProbe {
  readonly checks: readonly CheckResult[];
}

export interface Examined {
  readonly backends: readonly Backend[];
  /** Ids of the checks that fail without a sandbox: what a check is worth that fails nowhere is not known. */
  readonly controlLeaks: readonly string[];
  /** What hosts that no longer live had left. */
  readonly swept: readonly string[];
}

/** Tries every guarantee of these sandboxes; a name is one of `sandboxNames`. */
export async function examineSandboxes(machine: Machine, names: readonly string[]): Promise<Examined> {
  const backends: Backend[] = [];
  const leaks = new Set<string>();
  const swept: string[] = [...sweepLooked(), ...sweepCanaries(stateOf(machine))];
  for (const name of names) {
    const sandbox = sandboxOf(machine, name);
    swept.push(...(await sweep(machine, sandbox)));
    const probe = await sandbox.probe();
    const { checks, controlLeaks } = probe.usable ? await checkSandbox(sandbox, { state: stateOf(machine), openWayOut: openStubWayOut }) : { checks: [], controlLeaks: [] };
    const failed = checks.filter(({ ok }) => !ok).map(({ id }) => id);
    writeProof(proofsOf(machine), { format: proofFormat, program: ownDigest(), machine: machineMark(), foundations: sandbox.foundations, probe, failed });
    for (const id of controlLeaks) leaks.add(id);
    backends.push({ ...probe, checks });
  }
  return { backends, controlLeaks: [...leaks], swept };
}

/** A back-end by its name. Throws `SandboxError` where this version has none of it. */
export function sandboxOf(machine: Machine, name: string): Sandbox {
  const make = backEnds.get(name);
  if (make === undefined) throw new SandboxError(`There is no sandbox ${name} in this version`);
  // An earlier version left it open.
  makeDirectorySync(machine.directory);
  closeDirectorySync(machine.directory);
  return make({ state: stateOf(machine), path: machine.path });
}

function proofsOf(machine: Machine): string {
  return join(stateOf(machine), 'proofs');
}

/** Where all sandboxes keep their state. */
export function stateOf({ directory }: Machine): string {
  return join(directory, 'sandboxes');
}
