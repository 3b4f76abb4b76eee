/** What is not taken of what an order left, and why: a value, with a name that steers no terminal. */

import type { LeftRefusal, RefusalKind } from '../../ports/collected.ts';
import { nameFault } from '../../ports/name-fault.ts';
import { shownName } from '../../ports/shown-name.ts';

export type { RefusalKind };
export type Refusal = LeftRefusal;

/** `path`: the bytes of a name as they were found, or a text. */
export function refusal(kind: RefusalKind, path: Uint8Array | string, why: string = words[kind]): Refusal {
  return { kind, path: shownName(path), why };
}

/** In one line. */
export function refusalText({ path, why }: Refusal): string {
  return path === '' ? why : `${path}: ${why}`;
}

/** Why a path is not taken, whatever is there; `null`: it may be. */
export function pathRefusal(path: string): Refusal | null {
  const fault = nameFault(path);
  return fault === null ? null : refusal(fault.kind, path, fault.why);
}

const words: Readonly<Record<RefusalKind, string>> = {
  link: 'is a symbolic link; links that lead out are not followed',
  'hard-link': 'has other names beside this one (a hard link)',
  directory: 'is a directory, not a file',
  fifo: 'is a fifo, not a file',
  socket: 'is a socket, not a file',
  device: 'is a device, not a file',
  missing: 'is not there',
  unreadable: 'cannot be read by the user that left it',
  'too-large': 'is larger than a file may be',
  'bad-name': 'is no path of a repository',
  git: 'is a name that git takes for its own',
  'set-id': 'would run as its owner or group (set-user-ID, set-group-ID or sticky)',
  collision: 'differs from another name only in case or in the form of its letters',
  'too-many': 'more has changed than is taken at once',
  'too-much': 'what has changed is larger than is taken at once',
  broken: 'what is left could not be listed',
};
