/**
 * Where a file that is not to be seen is covered: at its real place, since nothing is mounted through a link. A link that leads out
 * of all that is bound leads nowhere in a box.
 */

import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';

export function coverPlaces(binds: readonly string[], files: readonly string[]): readonly string[] {
  const places = files.flatMap((file) => {
    const real = realPath(file);
    return real === null ? [] : binds.flatMap((bound) => within(bound, real));
  });
  return [...new Set(places)];
}

function within(bound: string, real: string): readonly string[] {
  const top = realPath(bound);
  return top !== null && real.startsWith(`${top}/`) ? [join(bound, relative(top, real))] : [];
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null; // it leads nowhere
  }
}
