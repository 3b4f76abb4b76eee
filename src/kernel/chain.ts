/**
 * Ordered lists kept in tables: what is ready, who sleeps, which timer is next, what is queued.
 *
 * A chain is a doubly linked list, so that taking anything out costs the same however long it
 * is, and its order is explicit, so that a replay and a fork agree on it.
 */

import { assert } from './assert.ts';
import { Table } from './table.ts';

interface Link {
  readonly before: string | null;
  readonly after: string | null;
  /** Sort key of timers; 0 elsewhere. */
  readonly rank: number;
}

interface Ends {
  readonly first: string;
  readonly last: string;
  readonly length: number;
}

export interface Chains {
  readonly links: Table<Link>;
  readonly ends: Table<Ends>;
}

export function emptyChains(): Chains {
  return { links: new Table(), ends: new Table() };
}

export function forkChains(chains: Chains): Chains {
  return { links: chains.links.fork(), ends: chains.ends.fork() };
}

export function cloneChains(chains: Chains): Chains {
  return { links: chains.links.clone(), ends: chains.ends.clone() };
}

const linkKey = (chain: string, item: string): string => `${chain}\n${item}`;

export function chainHas(chains: Chains, chain: string, item: string): boolean {
  return chains.links.has(linkKey(chain, item));
}

export function chainFirst(chains: Chains, chain: string): string | null {
  return chains.ends.get(chain)?.first ?? null;
}

export function chainLength(chains: Chains, chain: string): number {
  return chains.ends.get(chain)?.length ?? 0;
}

export function chainAfter(chains: Chains, chain: string, item: string): string | null {
  return chains.links.get(linkKey(chain, item))?.after ?? null;
}

export function chainRank(chains: Chains, chain: string, item: string): number | null {
  return chains.links.get(linkKey(chain, item))?.rank ?? null;
}

/** The items in order, at most `limit` of them. */
export function* chainItems(chains: Chains, chain: string, limit: number = Infinity): Generator<string> {
  let item = chainFirst(chains, chain);
  for (let taken = 0; item !== null && taken < limit; taken += 1) {
    const next = chainAfter(chains, chain, item);
    yield item;
    item = next;
  }
}

/** Adds at the end, or among its equals by rank: behind everything that ranks no higher. */
export function chainAdd(chains: Chains, chain: string, entry: { item: string; rank?: number }): void {
  const { item, rank = 0 } = entry;
  const key = linkKey(chain, item);
  assert(!chains.links.has(key), 'an item is in a chain once');
  const ends = chains.ends.get(chain);
  if (ends === undefined) {
    chains.links.set(key, { before: null, after: null, rank });
    chains.ends.set(chain, { first: item, last: item, length: 1 });
    return;
  }
  // Searching from the end costs nothing for the usual case, where ranks rise.
  let before: string | null = ends.last;
  while (before !== null && linkOf(chains, chain, before).rank > rank) before = linkOf(chains, chain, before).before;
  const after = before === null ? ends.first : linkOf(chains, chain, before).after;
  chains.links.set(key, { before, after, rank });
  if (before !== null) relink(chains, linkKey(chain, before), { after: item });
  if (after !== null) relink(chains, linkKey(chain, after), { before: item });
  chains.ends.set(chain, {
    first: before === null ? item : ends.first,
    last: after === null ? item : ends.last,
    length: ends.length + 1,
  });
}

/** Takes an item out, wherever it stands; does nothing where it is not. */
export function chainRemove(chains: Chains, chain: string, item: string): void {
  const key = linkKey(chain, item);
  const link = chains.links.get(key);
  if (link === undefined) return;
  chains.links.delete(key);
  if (link.before !== null) relink(chains, linkKey(chain, link.before), { after: link.after });
  if (link.after !== null) relink(chains, linkKey(chain, link.after), { before: link.before });
  const ends = chains.ends.get(chain);
  assert(ends !== undefined, 'a chain with items has ends');
  const first = link.before === null ? link.after : ends.first;
  const last = link.after === null ? link.before : ends.last;
  if (first === null || last === null) chains.ends.delete(chain);
  else chains.ends.set(chain, { first, last, length: ends.length - 1 });
}

function linkOf(chains: Chains, chain: string, item: string): Link {
  const link = chains.links.get(linkKey(chain, item));
  assert(link !== undefined, 'a neighbour is in the chain');
  return link;
}

function relink(chains: Chains, key: string, change: Partial<Link>): void {
  const link = chains.links.get(key);
  assert(link !== undefined, 'a neighbour is in the chain');
  chains.links.set(key, { before: link.before, after: link.after, rank: link.rank, ...change });
}
