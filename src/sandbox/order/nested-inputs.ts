/**
 * Inputs that lie in one another: the inner one's place is a path through files of the outer one's, and where one of those is a
 * symbolic link, whatever makes the box would follow it, outside of the box as well.
 */

import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '../../ports/sandbox.ts';

/** The link of another input that a place leads through, or is; `null`: none. */
export function linkToPlace({ to }: Input, inputs: readonly Input[]): string | null {
  for (const outer of inputs.filter((other) => to.startsWith(`${other.to}/`))) {
    const names = to.slice(outer.to.length + 1).split('/');
    const link = names.map((_, at) => names.slice(0, at + 1).join('/')).find((path) => isLink(join(outer.from, path)));
    if (link !== undefined) return join(outer.to, link);
  }
  return null;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false; // not there, or below a file
  }
}
