/** What programs are told of the registries behind a box's base URL: variables, and files below the home directory. */

import type { RegistryKind } from '../../ports/provider.ts';

export interface RegistryEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** By their names below the home directory: for programs that no variable tells where packages are. */
  readonly files: readonly (readonly [name: string, content: string])[];
}

/** `base`: `http://127.0.0.1:PORT`, without a slash at its end. */
export function registryEnvironment(base: string, kinds: readonly RegistryKind[]): RegistryEnvironment {
  const told = kinds.map((kind) => tellers[kind](`${base}/-/${kind}`));
  return { env: Object.assign({}, ...told.map(({ env }) => env)), files: told.flatMap(({ files }) => files) };
}

type Teller = (url: string) => RegistryEnvironment;

const npm: Teller = (url) => ({
  // What it asks beside packages is refused, and would be waited for.
  env: { npm_config_registry: `${url}/`, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }, files: [],
});

const pypi: Teller = (url) => ({
  env: { PIP_INDEX_URL: `${url}/simple/`, PIP_DISABLE_PIP_VERSION_CHECK: '1', UV_DEFAULT_INDEX: `${url}/simple/` }, files: [],
});

/** Where crates.io is replaced, no variable says. */
const crates: Teller = (url) => ({
  env: {}, files: [['.cargo/config.toml', `[source.crates-io]\nreplace-with = "gateway"\n\n[source.gateway]\nregistry = "sparse+${url}/"\n`]],
});

const go: Teller = (url) => ({ env: { GOPROXY: url }, files: [] });

const maven: Teller = (url) => ({
  env: {}, files: [['.m2/settings.xml', `<settings><mirrors><mirror><id>gateway</id><mirrorOf>*</mirrorOf><url>${url}</url></mirror></mirrors></settings>\n`]],
});

const tellers: Readonly<Record<RegistryKind, Teller>> = { npm, pypi, crates, go, maven };
