/** Where the key for a wire would be read from, without reading it: no file is opened, and no command is run. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KeySource, Provider, WireName } from '../../ports/provider.ts';
import { providerOf } from './known-providers.ts';
import { type KeySurroundings, placeOf } from './read-key.ts';

export interface KeyPlace {
  readonly wire: WireName;
  readonly provider: string;
  /** `by a command`: it is not asked whether that prints one. */
  readonly state: 'there' | 'missing' | 'by a command';
  /** Where it is, or would be. */
  readonly place: string;
}

export function keyPlace(wire: WireName, own: readonly Provider[], surroundings: Pick<KeySurroundings, 'env' | 'home'>): KeyPlace {
  const { name, keys } = providerOf(wire, own);
  const found = keys.find((source) => isThere(source, surroundings));
  const state = found === undefined ? 'missing' : found.from === 'command' ? 'by a command' : 'there';
  return { wire, provider: name, state, place: found === undefined ? keys.map(placeOf).join(' or ') : placeOf(found) };
}

function isThere(source: KeySource, { env, home }: Pick<KeySurroundings, 'env' | 'home'>): boolean {
  switch (source.from) {
    case 'env': return (env[source.name] ?? '').trim() !== '';
    case 'file': return existsSync(source.path.startsWith('~/') && home !== null ? join(home, source.path.slice(2)) : source.path);
    case 'command': return true;
  }
}
