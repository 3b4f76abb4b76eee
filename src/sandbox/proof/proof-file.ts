/**
 * What a back-end was shown to hold on this machine, kept for who has to know it at once.
 *
 * `doctor` tries everything, which takes seconds; checking a workflow has to take milliseconds. A
 * proof is good for the machine, kernel and user that it was made on, and for this version of the
 * suite. At a lease it also has to be of the very programs and control groups that are there now.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, SandboxProbe } from '../../ports/sandbox.ts';

export interface Proof {
  /** Of the suite and the back-ends: an older proof says nothing of this one. */
  readonly format: number;
  /** The machine, its kernel and the user. */
  readonly machine: string;
  /** The back-end's own foundations, as it tells them. */
  readonly foundations: string;
  readonly probe: SandboxProbe;
  /** Ids of the checks that failed; if there is one, nothing is held. */
  readonly failed: readonly string[];
}

/** Rises whenever the suite tries more, or a back-end does something another way. */
export const proofFormat = 4;

/** Cheap to tell: no program is started for it. */
export function machineMark(): string {
  return [read('/etc/machine-id').trim(), read('/proc/sys/kernel/osrelease').trim(), `uid ${process.getuid?.() ?? ''}`].join(' · ');
}

export function writeProof(directory: string, proof: Proof): void {
  mkdirSync(directory, { recursive: true });
  const file = fileOf(directory, proof.probe.name);
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(proof)}\n`);
  renameSync(half, file);
}

/** `null`: there is none that is of this machine. */
export function readProof(directory: string, name: string): Proof | null {
  try {
    // The host's own file, in its own directory; one of another shape is of another version.
    const proof: Proof = JSON.parse(readFileSync(fileOf(directory, name), 'utf8'));
    return proof.format === proofFormat && proof.machine === machineMark() ? proof : null;
  } catch {
    return null; // none was made, or it is no proof
  }
}

export function proves(proof: Proof, capability: SandboxCapability): Held {
  const { probe, failed } = proof;
  if (!probe.usable) return { held: false, how: probe.why ?? 'it cannot be used here' };
  if (failed.length > 0) return { held: false, how: `doctor found that ${failed[0] ?? ''} fails here` };
  return probe.holds[capability];
}

function fileOf(directory: string, name: string): string {
  return join(directory, `${name}.json`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
