/** Who is asked for packages of a kind, and which hosts an order must be allowed for it. */

import { type Registry, type RegistryKind, registryKinds } from '../../ports/provider.ts';

export interface RegistryUpstream {
  readonly name: string;
  readonly index: URL;
  /** Where the packages lie that its index names elsewhere; its own, where nothing else is known. */
  readonly files: URL;
  /** `null`: one that is known to all, and asked without a key. */
  readonly own: Registry | null;
}

const known: Readonly<Record<RegistryKind, readonly [index: string, files: string]>> = {
  npm: ['https://registry.npmjs.org', 'https://registry.npmjs.org'],
  pypi: ['https://pypi.org', 'https://files.pythonhosted.org'],
  crates: ['https://index.crates.io', 'https://static.crates.io/crates'],
  go: ['https://proxy.golang.org', 'https://proxy.golang.org'],
  maven: ['https://repo.maven.apache.org/maven2', 'https://repo.maven.apache.org/maven2'],
};

export function registryUpstream(kind: RegistryKind, own: readonly Registry[]): RegistryUpstream {
  const theirs = own.find(({ speaks }) => speaks.includes(kind));
  const [index, files] = known[kind];
  if (theirs === undefined) return { name: kind, index: new URL(index), files: new URL(files), own: null };
  return { name: theirs.name, index: theirs.url, files: new URL(theirs.url.origin), own: theirs };
}

/**
 * By a name or a number a request can carry anything away: so a registry is open to an order that may reach its hosts
 * in any case, and to no other.
 */
export function closedHost({ index, files }: RegistryUpstream, mayReach: (host: string, port: number) => boolean): string | null {
  return [index, files].find(({ hostname, port, protocol }) => !mayReach(hostname, port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)))?.host ?? null;
}

/** The kinds that are open to an order: what its programs are told of. */
export function openRegistries(own: readonly Registry[], mayReach: (host: string, port: number) => boolean): readonly RegistryKind[] {
  return registryKinds.filter((kind) => closedHost(registryUpstream(kind, own), mayReach) === null);
}

export function behind(base: URL, path: string): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`);
}
