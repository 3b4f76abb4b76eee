/** Where a person's own configuration may be, by this process's surroundings, and what was shown of their machine. */
import { configFile, type Person } from '../compose/compile-file.ts';
import { proofsDirectory } from '../compose/proofs-directory.ts';
import type { Terminal } from './terminal.ts';

/** `null`: nowhere. */
function configFileOf({ surroundings: { env, home } }: Terminal): string | null {
  return configFile({ configHome: env['XDG_CONFIG_HOME'], home: home() ?? '' });
}

export function personOf(terminal: Terminal): Person {
  const { env, home } = terminal.surroundings;
  return { config: configFileOf(terminal), proofs: proofsDirectory({ stateHome: env['XDG_STATE_HOME'], home: home() ?? '' }) };
}
