/**
 * What a person's own configuration says of this machine: who answers for models and gives packages, and what a day may cost.
 *
 * It is read when work begins, for no plan holds it; a run that goes on tomorrow goes on with tomorrow's.
 */

import { HostKeys, type Keys, type RegistryKeys } from '../gateway/keys/keys.ts';
import { readOwn } from '../language/compile/compile.ts';
import { toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import type { PersonsOwn } from '../language/lower/persons-own.ts';
import { GatewayError } from '../ports/gateway.ts';
import { configFile } from './compile-file.ts';
import { configName, DiskSourceFiles } from './disk-source-files.ts';

export interface OwnMachine extends Pick<PersonsOwn, 'registries' | 'day'> {
  readonly keys: Keys & RegistryKeys;
}

export interface OwnSurroundings {
  readonly home: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Throws `GatewayError` for a configuration that is wrong: part of what it says is not what the person meant. */
export function ownMachine(surroundings: OwnSurroundings): OwnMachine {
  const own = readHere(surroundings);
  const keys = new HostKeys({ providers: own.providers, ...surroundings, now: () => performance.now() });
  return { keys, registries: own.registries, day: own.day };
}

/** Who answers for models beside those that everybody knows. Throws as `ownMachine` does. */
export function ownProviders(surroundings: OwnSurroundings): PersonsOwn['providers'] {
  return readHere(surroundings).providers;
}

function readHere({ home, env }: OwnSurroundings): PersonsOwn {
  const config = configFile({ configHome: env['XDG_CONFIG_HOME'], home: home ?? '' });
  // Nothing but the configuration is asked for.
  const files = new DiskSourceFiles({ folder: '/', recipes: '/', config });
  const { own, findings, texts } = readOwn({ files, person: configName });
  const [first] = toDiagnostics(findings, texts).diagnostics;
  if (first !== undefined) throw new GatewayError(`Cannot use ${first.file}, line ${first.line}: ${first.message}; \`espalier check\` of any workflow tells more`);
  return own;
}
