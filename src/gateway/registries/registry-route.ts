/**
 * Which requests for packages are passed on: `/-/npm/…`, `/-/pypi/…`, `/-/crates/…`, `/-/go/…`, `/-/maven/…`.
 *
 * Only reading, and only paths of the shape that packages of that kind have; nothing is decoded or shortened, so that what
 * was judged and what is asked cannot be read in two ways. What a name says still reaches the registry: it is a way out.
 */

import type { RegistryKind } from '../../ports/provider.ts';
import { registryKinds } from '../../ports/provider.ts';

/** `index`: what there is; `files`: packages that lie with another host; `settings`: where a registry says which. */
export type RegistryPart = 'index' | 'files' | 'settings';

export interface RegistryRoute {
  readonly kind: RegistryKind;
  readonly part: RegistryPart;
  /** Behind the address of that part. */
  readonly path: string;
}

export type RegistryJudgement = { readonly ok: true; readonly route: RegistryRoute } | { readonly ok: false; readonly status: 404 | 405; readonly why: string };

/** How the paths of all registries begin. */
export const registryPrefix = '/-/';
const longestPath = 1_024;

/** `null`: nothing of a registry's. */
export function registryRoute(method: string, target: string): RegistryJudgement | null {
  if (!target.startsWith(registryPrefix)) return null;
  const [word = ''] = target.slice(registryPrefix.length).split('/', 1);
  const kind = registryKinds.find((one) => one === word);
  if (kind === undefined) return { ok: false, status: 404, why: `there is no such registry; there are ${registryKinds.join(', ')}` };
  if (method !== 'GET' && method !== 'HEAD') return { ok: false, status: 405, why: `packages of ${kind} are only read: GET and HEAD` };
  const path = target.slice(registryPrefix.length + kind.length);
  const part = path.length > longestPath ? undefined : shapes[kind].find(([, shape]) => shape.test(path))?.[0];
  if (part === undefined) return { ok: false, status: 404, why: `this is no path of a package of ${kind}` };
  return { ok: true, route: { kind, part, path: part === 'files' ? path.replace(/^\/(files|dl)(?=\/)/, '') : path } };
}

const name = '[A-Za-z0-9_][A-Za-z0-9._-]{0,213}';
const file = '[A-Za-z0-9_][A-Za-z0-9._+-]{0,254}';
const packed = '\\.(whl|tar\\.gz|tgz|tar\\.bz2|zip|egg)(\\.metadata|\\.asc)?';
/** Go writes a capital as `!` and its small letter, and the `!` as `%21`. */
const goWord = '([a-z0-9._~-]|!|%21)';
const goModule = `(?!\\.)${goWord}{1,100}(/(?!\\.{1,2}/)${goWord}{1,100}){0,20}`;
const goVersion = '([A-Za-z0-9._+~-]|!|%21){1,128}';
const anchored = (shape: string): RegExp => new RegExp(`^${shape}$`);
const npmName = `(@${name}(/|%2[fF])${name}|${name})`;

const shapes: Readonly<Record<RegistryKind, readonly (readonly [RegistryPart, RegExp])[]>> = {
  npm: [['index', anchored(`/${npmName}(/${file})?`)], ['index', anchored(`/${npmName}/-/${file}\\.tgz`)]],
  pypi: [
    ['index', anchored(`/simple/${name}/?`)], ['index', anchored(`/packages(/${file}){1,16}${packed}`)],
    ['files', anchored(`/files(/${file}){1,20}${packed}`)],
  ],
  crates: [
    ['settings', anchored('/config\\.json')],
    ['index', anchored(`/(1/${name}|2/${name}|3/[A-Za-z0-9_-]/${name}|[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{2}/${name})`)],
    ['files', anchored(`/dl/${name}/${file}/download`)],
  ],
  go: [
    ['index', anchored(`/${goModule}/(@latest|@v/list|@v/${goVersion}\\.(info|mod|zip))`)],
    ['index', anchored(`/sumdb/sum\\.golang\\.org/(supported|latest|lookup/${goModule}@${goVersion}|tile/8/(data/|\\d+/)?(x\\d{3}/){0,3}\\d{3}(\\.p/\\d{1,3})?)`)],
  ],
  maven: [['index', anchored(`(/${file}){3,30}`)]],
};
