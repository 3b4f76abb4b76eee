/** The lockfiles that are known, and how what they name is baked. */

import type { BakeRequest } from '../bake-request.ts';
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
