/** Where `doctor` keeps what the sandboxes of this machine were shown to hold. */

import { isAbsolute, join } from 'node:path';
import { stateDirectory } from '../journal/state-directory.ts';

/** `null`: there is nowhere to keep anything. */
export function proofsDirectory(surroundings: Parameters<typeof stateDirectory>[0]): string | null {
  const directory = stateDirectory(surroundings);
  return isAbsolute(directory) ? join(directory, 'sandboxes', 'proofs') : null;
}
