/** Where a person's own configuration is, by this process's surroundings; `null`: nowhere. */

import { configFile } from '../compose/compile-file.ts';
import type { Terminal } from './terminal.ts';

export function personsConfig({ surroundings: { env, home } }: Terminal): string | null {
  return configFile({ configHome: env['XDG_CONFIG_HOME'], home: home() ?? '' });
}
