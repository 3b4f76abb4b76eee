/**
 * Ordered lists kept in tables: what is ready, who sleeps, what is queued.
 *
 * A chain is a doubly linked list, so that taking anything out costs the same however long it
 * is, and its order is explicit, so that a replay and a fork agree on it.
 */

import { assert } from './assert.ts';
import { copyRanked, emptyRanked, type Ranked } from './ranked.ts';
import { Table } from './table.ts';

interface Link {
  readonly before: string | null;
  readonly after: string | null;
}

interface Ends {
  readonly first: string;
  readonly last: string;
  readonly length: number;
}

/**
 * An item stands at most once in each chain, and at most at one place asleep, so that its own
 * name is its key: no text is put together to find it.
 */
export interface Chains {
  readonly root: Table<Link>;
  readonly task: Table<Link>;
  readonly fresh: Table<Link>;
  readonly resuming: Table<Link>;
  readonly queue: Table<Link>;
  /** All who sleep, wherever: a chain for each place. */
  readonly asleep: Table<Link>;
  /** First and last of each chain, by its name. */
  readonly ends: Table<Ends>;
  /** What comes by rank: when, or since when. */
  readonly parked: Ranked;
  readonly timers: Ranked;
  readonly deadlines: Ranked;
}

export type RankedChain = 'parked' | 'timers' | 'deadlines';
export type PlainChain = Exclude<keyof Chains, 'ends' | 'asleep' | RankedChain>;
/** A chain's name; those asleep at a place have the place in theirs: that started before, or that have not. */
export type ChainName = PlainChain | `asleep ${string}` | `resuming ${string}`;

/** What there is to keep of chains: for snapshots. */
export const linkedChains = ['root', 'task', 'fresh', 'resuming', 'queue', 'asleep', 'ends'] as const;
export const rankedChains = ['parked', 'timers', 'deadlines'] as const;

export function emptyChains(): Chains {
  return {
    root: new Table(), task: new Table(), fresh: new Table(), resuming: new Table(), queue: new Table(),
    asleep: new Table(), ends: new Table(), parked: emptyRanked(), timers: emptyRanked(), deadlines: emptyRanked(),
  };
}

export function forkChains(chains: Chains): Chains {
  return copyChains(chains, (table) => table.fork());
}

export function cloneChains(chains: Chains): Chains {
  return copyChains(chains, (table) => table.clone());
}

function copyChains(from: Chains, copy: <V>(table: Table<V>) => Table<V>): Chains {
  return {
    root: copy(from.root), task: copy(from.task), fresh: copy(from.fresh), resuming: copy(from.resuming),
    queue: copy(from.queue), asleep: copy(from.asleep), ends: copy(from.ends),
    parked: copyRanked(from.parked, copy), timers: copyRanked(from.timers, copy), deadlines: copyRanked(from.deadlines, copy),
  };
}

function linksOf(chains: Chains, chain: ChainName): Table<Link> {
  return isPlain(chain) ? chains[chain] : chains.asleep;
}

function isPlain(chain: ChainName): chain is PlainChain {
  return !chain.startsWith('asleep ') && !chain.startsWith('resuming ');
}

export function chainHas(chains: Chains, chain: ChainName, item: string): boolean {
  return linksOf(chains, chain).has(item);
}

export function chainFirst(chains: Chains, chain: ChainName): string | null {
  return chains.ends.get(chain)?.first ?? null;
}

export function chainLength(chains: Chains, chain: ChainName): number {
  return chains.ends.get(chain)?.length ?? 0;
}

export function chainAfter(chains: Chains, chain: ChainName, item: string): string | null {
  return linksOf(chains, chain).get(item)?.after ?? null;
}

/** The items in order, at most `limit` of them. */
export function* chainItems(chains: Chains, chain: ChainName, limit: number = Infinity): Generator<string> {
  let item = chainFirst(chains, chain);
  for (let taken = 0; item !== null && taken < limit; taken += 1) {
    const next = chainAfter(chains, chain, item);
    yield item;
    item = next;
  }
}

/** Adds at the end. */
export function chainAdd(chains: Chains, chain: ChainName, item: string): void {
  const links = linksOf(chains, chain);
  assert(!links.has(item), 'an item is in a chain once');
  const ends = chains.ends.get(chain);
  links.set(item, { before: ends?.last ?? null, after: null });
  if (ends !== undefined) setAfter(links, ends.last, item);
  chains.ends.set(chain, { first: ends?.first ?? item, last: item, length: (ends?.length ?? 0) + 1 });
}

/** Takes an item out, wherever it stands; does nothing where it is not. */
export function chainRemove(chains: Chains, chain: ChainName, item: string): void {
  const links = linksOf(chains, chain);
  const link = links.get(item);
  if (link === undefined) return;
  links.delete(item);
  if (link.before !== null) setAfter(links, link.before, link.after);
  if (link.after !== null) setBefore(links, link.after, link.before);
  const ends = chains.ends.get(chain);
  assert(ends !== undefined, 'a chain with items has ends');
  const first = link.before === null ? link.after : ends.first;
  const last = link.after === null ? link.before : ends.last;
  if (first === null || last === null) chains.ends.delete(chain);
  else chains.ends.set(chain, { first, last, length: ends.length - 1 });
}

function linkOf(links: Table<Link>, item: string): Link {
  const link = links.get(item);
  assert(link !== undefined, 'a neighbour is in the chain');
  return link;
}

function setAfter(links: Table<Link>, item: string, after: string | null): void {
  const { before } = linkOf(links, item);
  links.set(item, { before, after });
}

function setBefore(links: Table<Link>, item: string, before: string | null): void {
  const { after } = linkOf(links, item);
  links.set(item, { before, after });
}
