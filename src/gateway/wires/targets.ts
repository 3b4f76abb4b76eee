/**
 * Paths of model APIs as the first line of a request names them.
 *
 * Compared as they are written: nothing is decoded or shortened, and what is not expected in a query makes it another path.
 */

import type { WireRoute } from './wire.ts';

export interface KnownPath {
  readonly method: 'GET' | 'POST';
  /** With the model as its only group, if it names one. */
  readonly path: RegExp;
  readonly kind: WireRoute['kind'];
  readonly streams: boolean | null;
  /** What its query may say, besides a credential, which is dropped. */
  readonly query: Readonly<Record<string, RegExp>>;
  /** What its query has to say. */
  readonly needs?: readonly string[];
}

/** In which a key is shown by some. */
const credential = 'key';

export function routeOf(method: string, target: string, known: readonly KnownPath[]): WireRoute | null {
  const [path = '', query, ...more] = target.split('?');
  if (more.length > 0) return null;
  for (const one of known) {
    const match = method === one.method ? one.path.exec(path) : null;
    if (match === null) continue;
    const kept = query === undefined ? [] : keptOf(query, one);
    if (kept === null || !(one.needs ?? []).every((need) => kept.includes(need))) return null;
    const { kind, streams } = one;
    return { kind, streams, model: match[1] ?? null, path: kept.length === 0 ? path : `${path}?${kept.join('&')}` };
  }
  return null;
}

/** `null`: it says something else. */
function keptOf(query: string, { query: allowed }: KnownPath): readonly string[] | null {
  const names = new Set<string>();
  const kept: string[] = [];
  for (const field of query.split('&')) {
    const [name = '', value, ...more] = field.split('=');
    if (value === undefined || more.length > 0 || names.has(name)) return null;
    names.add(name);
    if (name === credential) continue;
    const pattern = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (pattern === undefined || !pattern.test(value)) return null;
    kept.push(field);
  }
  return kept;
}
