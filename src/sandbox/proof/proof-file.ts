/**
 * What a back-end was shown to hold on this machine, kept for who has to know it at once.
 *
 * `doctor` tries everything, which takes seconds; checking a workflow has to take milliseconds. A
 * proof is good for the machine, kernel and user that it was made on, and for the program that made
 * it, to the letter. At a lease it also has to be of the very programs and control groups that are there now.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, SandboxProbe } from '../../ports/sandbox.ts';
import { machineMark } from './machine-mark.ts';
import { ownDigest } from './own-digest.ts';

export interface Proof {
  readonly format: number;
  /** The suite and the back-ends: what another one has shown says nothing of this one. */
  readonly program: string;
  /** The machine, its kernel and the user, and what this process is in there. */
  readonly machine: string;
  /** The back-end's own foundations, as it tells them. */
  readonly foundations: string;
  readonly probe: SandboxProbe;
  /** Ids of the checks that failed; if there is one, nothing is held. */
  readonly failed: readonly string[];
}

/** Of the file's own shape. */
export const proofFormat = 4;

export function writeProof(directory: string, proof: Proof): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
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
    return proof.format === proofFormat && proof.program === ownDigest() && proof.machine === machineMark() ? proof : null;
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
