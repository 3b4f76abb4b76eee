/** Where a person's own configuration may be, by this process's surroundings; `null`: nowhere. */
import { configFile } from '../compose/compile-file.ts';
import type { Terminal } from './terminal.ts';

export function configFileOf({ surroundings: { env, home } }: Terminal): string | null {
  return configFile({ configHome: env['XDG_CONFIG_HOME'], home: home() ?? '' });
}
