/**
 * Which paths are claimed, and by whom: answers "may this unit take these claims?" in the depth
 * of the paths, however many claims there are (L5).
 *
 * A claim is a literal path or a directory with everything below it. Two claims overlap iff their
 * paths are equal or one is above the other (a file would take the place of the directory), so a
 * claim conflicts with a holder at its own path, above it, and below it.
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
    const path = directoryOf(claim) ?? claim;
    const here = holderAt(index, path);
    if (here !== null) return here;
    if (index.below.has(path)) return emptyPlace(path);
    for (const parent of above(path)) {
      const held = holderAt(index, parent);
      if (held !== null) return held;
    }
  }
  return null;
}

/** The claim that is held at exactly this path: the directory's, or the file's. */
function holderAt(index: ClaimsIndex, path: string): string | null {
  const directory = asClaim(path);
  if (index.holders.has(directory)) return directory;
  return index.holders.has(path) ? path : null;
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
