/** The lockfiles that are known, and how what they name is baked. */

import { SandboxError } from '../../../ports/sandbox.ts';
import type { BakeRequest } from '../bake-request.ts';
import { type LockedFile, readLocked } from '../locked-files.ts';
import { cargoBake } from './cargo.ts';
import { goBake } from './go.ts';
import { mavenBake } from './maven.ts';
import { npmBake } from './npm.ts';
import { pipBake } from './pip.ts';

/** By the file that tells it. */
const known: Readonly<Record<string, (workspace: string) => BakeRequest | null>> = {
  'package-lock.json': npmBake, 'requirements.txt': pipBake, 'go.sum': goBake, 'Cargo.lock': cargoBake, 'pom.xml': mavenBake,
};

export const knownLockfiles: readonly string[] = Object.keys(known);

/** What a workspace's own lockfiles ask for. */
export function knownBakes(workspace: string): readonly BakeRequest[] {
  return Object.values(known).map((bakeOf) => bakeOf(workspace)).filter((request) => request !== null);
}

export interface LockedBake {
  readonly request: BakeRequest;
  readonly files: readonly LockedFile[];
}

/** Those whose lockfiles can be read: of what a candidate broke nothing was ever baked, and its gates say the rest. */
export function readableBakes(workspace: string): readonly LockedBake[] {
  return Object.values(known).flatMap((bakeOf) => {
    try {
      const request = bakeOf(workspace);
      return request === null ? [] : [{ request, files: readLocked(workspace, request.lockfiles) }];
    } catch (error) {
      if (error instanceof SandboxError) return [];
      throw error;
    }
  });
}
