/** Where a user's journal is, by the XDG rules. The environment is the caller's to give. */

import { isAbsolute, join } from 'node:path';

export interface Surroundings {
  /** `XDG_STATE_HOME`, if it is set. */
  readonly stateHome: string | undefined;
  /** The user's home directory. */
  readonly home: string;
}

export function stateDirectory({ stateHome, home }: Surroundings): string {
  // The specification has relative and empty paths ignored.
  const parent = stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(home, '.local', 'state');
  return join(parent, 'espalier');
}
