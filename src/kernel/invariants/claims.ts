/** L5: who holds which paths. Pair by pair, by the definition of overlap and not by the index. */

import type { Unit } from '../rows.ts';
import { isOver, stepAt, taskOfOrder, type View } from './view.ts';

export function claimRules(view: View): void {
  const { state, found, units } = view;
  const holders = units.filter((unit) => unit.holdsClaims);
  for (const [index, one] of holders.entries()) {
    for (const other of holders.slice(index + 1)) {
      const clash = clashOf(one.claims, other.claims);
      if (clash !== null) found.add('L5', `${one.id} and ${other.id} both hold ${clash}`);
    }
  }
  if (!isOver(state)) for (const unit of units) holdingRule(view, unit);
  orderRule(view);
  indexRule(view, holders);
}

/** From its first lease until it has landed, is dropped, or waits. */
function holdingRule({ found }: View, unit: Unit): void {
  const { status } = unit;
  const own = unit.main !== null || unit.reverts !== null;
  const should = own && (status === 'started' || status === 'queued');
  if (unit.holdsClaims !== should) {
    found.add('L5', `${unit.id} is ${status} and ${unit.holdsClaims ? 'holds' : 'does not hold'} its claims`);
  }
}

/** What is done for a task is done under its claims; when it has landed, only what reads goes on. */
function orderRule(view: View): void {
  const { state, found, orders } = view;
  for (const order of orders) {
    if (order.status === 'ended') continue;
    const task = taskOfOrder(state, order);
    const unit = task === null ? undefined : state.units.get(state.tasks.get(task)?.unit ?? '');
    const visit = state.visits.get(order.visit ?? '');
    const step = visit === undefined ? null : stepAt(view, visit);
    if (unit?.status === 'landed' && !(step !== null && 'writes' in step && step.writes !== undefined)) continue;
    if (task !== null && unit?.holdsClaims !== true) found.add('L5', `${order.id} is open, and ${task} holds no claims`);
  }
}

/** The index says what the units say, and counts what is below each directory. */
function indexRule({ state, found }: View, holders: readonly Unit[]): void {
  const expected = new Map<string, string>();
  const below = new Map<string, number>();
  for (const unit of holders) {
    for (const claim of unit.claims) {
      expected.set(claim, unit.id);
      for (const directory of directoriesAbove(rootOf(claim))) below.set(directory, (below.get(directory) ?? 0) + 1);
    }
  }
  sameEntries(expected, state.claims.holders.entries(), (what) => found.add('index', `claims: ${what}`));
  sameEntries(below, state.claims.below.entries(), (what) => found.add('index', `claims below: ${what}`));
}

export function sameEntries<V>(
  expected: ReadonlyMap<string, V>, found: Iterable<readonly [string, V]>, tell: (what: string) => void,
): void {
  let size = 0;
  for (const [key, value] of found) {
    size += 1;
    if (expected.get(key) !== value) tell(`${key} is ${String(value)}, and should be ${String(expected.get(key))}`);
  }
  if (size !== expected.size) tell(`${size} in place of ${expected.size}`);
}

/** The first pair that overlaps. */
export function clashOf(ones: readonly string[], others: readonly string[]): string | null {
  for (const one of ones) {
    for (const other of others) if (overlap(one, other)) return one === other ? one : `${one} and ${other}`;
  }
  return null;
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [rootOf(one), rootOf(other)];
  return a === b || isAbove(a, b) || isAbove(b, a);
}

/** A directory or a file, as segments: overlap is ancestry. */
function rootOf(claim: string): string {
  if (claim === '**') return '';
  return claim.endsWith('/**') ? claim.slice(0, -3) : claim;
}

function isAbove(a: string, b: string): boolean {
  return a === '' || b.startsWith(`${a}/`);
}

function directoriesAbove(path: string): string[] {
  if (path === '') return [];
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index).join('/'));
}
