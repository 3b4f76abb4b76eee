/**
 * Which paths are claimed, and by whom: answers "may this unit take these claims?" in the depth
 * of the paths, however many claims there are (L5).
 *
 * A claim is a literal path or a directory with everything below it. Two claims overlap iff they
 * are equal or one is a directory above the other, so a claim conflicts with a holder at its own
 * path, with a directory claim above it, or, if it is a directory itself, with anything below it.
 */

import { Table } from './table.ts';

export interface ClaimsIndex {
  /** Claim (as written) → the unit that holds it. */
  readonly holders: Table<string>;
  /** Directory → how many claims are held strictly below it. */
  readonly below: Table<number>;
}

export function emptyClaims(): ClaimsIndex {
  return { holders: new Table(), below: new Table() };
}

export function forkClaims(claims: ClaimsIndex): ClaimsIndex {
  return { holders: claims.holders.fork(), below: claims.below.fork() };
}

export function cloneClaims(claims: ClaimsIndex): ClaimsIndex {
  return { holders: claims.holders.clone(), below: claims.below.clone() };
}

const wholeTree = '**';

/** `dir/**` names the directory `dir`, `**` the whole tree; a literal names no directory. */
export function directoryOf(claim: string): string | null {
  if (claim === wholeTree) return '';
  return claim.endsWith('/**') ? claim.slice(0, -3) : null;
}

/** Where one sleeps who claims a directory, until nothing below it is claimed. No claim ends so. */
const emptyPlace = (directory: string): string => `${directory}/`;

const asClaim = (directory: string): string => (directory === '' ? wholeTree : `${directory}/**`);

/** The directories above a path, nearest first, ending with the whole tree. */
function* above(path: string): Generator<string> {
  for (let cut = path.lastIndexOf('/'); cut >= 0; cut = path.lastIndexOf('/', cut - 1)) {
    yield path.slice(0, cut);
    if (cut === 0) break;
  }
  if (path !== '') yield '';
}

/**
 * Where the first conflict lies: the held claim in the way, or the directory that must become
 * empty. `null`: all may be taken.
 */
export function conflictWith(index: ClaimsIndex, claims: readonly string[]): string | null {
  for (const claim of claims) {
    const directory = directoryOf(claim);
    const path = directory ?? claim;
    if (index.holders.has(claim)) return claim;
    if (directory === null && index.holders.has(asClaim(path))) return asClaim(path);
    if (directory !== null && index.holders.has(path)) return path;
    if (directory !== null && index.below.has(directory)) return emptyPlace(directory);
    for (const parent of above(path)) {
      const held = asClaim(parent);
      if (index.holders.has(held)) return held;
    }
  }
  return null;
}

/** Whether those who sleep at a place will be woken by a release still to come. */
export function isBusy(index: ClaimsIndex, place: string): boolean {
  return place.endsWith('/') ? index.below.has(place.slice(0, -1)) : index.holders.has(place);
}

export function takeClaims(index: ClaimsIndex, unit: string, claims: readonly string[]): void {
  for (const claim of claims) {
    index.holders.set(claim, unit);
    for (const parent of above(directoryOf(claim) ?? claim)) {
      index.below.set(parent, (index.below.get(parent) ?? 0) + 1);
    }
  }
}

/** Gives claims back; the places at which someone may now be woken, in order. */
export function releaseClaims(index: ClaimsIndex, claims: readonly string[]): string[] {
  const freed: string[] = [];
  for (const claim of claims) {
    index.holders.delete(claim);
    freed.push(claim);
    for (const parent of above(directoryOf(claim) ?? claim)) {
      const left = (index.below.get(parent) ?? 0) - 1;
      if (left > 0) {
        index.below.set(parent, left);
      } else {
        index.below.delete(parent);
        freed.push(emptyPlace(parent));
      }
    }
  }
  return freed;
}
