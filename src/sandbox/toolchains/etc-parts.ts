/**
 * Settings in /etc that a toolchain in /usr cannot do without, as distributions split them: found by the links that lead
 * there. The directory of the toolchain in /etc is bound, never /etc itself.
 */

import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { coverPlaces } from './cover-places.ts';

export interface EtcParts {
  readonly binds: readonly string[];
  readonly covers: readonly string[];
}

/** What every box has of /etc. */
const given = ['/etc/ssl', '/etc/alternatives'];
const secretNames = /^settings\.xml$|\.password$|credential|\.key$/;
const deepest = 5;

export function etcOf(prefix: string): EtcParts {
  if (['/usr', '/usr/local', '/'].includes(prefix)) return { binds: [], covers: [] };
  const binds = [...new Set(linksInto(prefix, deepest))].filter((directory) => !given.includes(directory));
  const covers = binds.flatMap((directory) => filesBelow(directory, deepest)).filter((file) => secretNames.test(file.slice(file.lastIndexOf('/') + 1)));
  return { binds, covers: coverPlaces(binds, covers) };
}

/** The directories of /etc into which links below a directory lead. */
function linksInto(directory: string, depth: number): readonly string[] {
  return entriesOf(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return depth === 0 ? [] : linksInto(path, depth - 1);
    return entry.isSymbolicLink() ? placeInEtc(path) : [];
  });
}

function placeInEtc(link: string): readonly string[] {
  try {
    const place = /^\/etc\/[^/]+(?=\/|$)/.exec(realpathSync(link))?.[0];
    return place === undefined || !lstatSync(place).isDirectory() ? [] : [place];
  } catch {
    return []; // it leads nowhere
  }
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // closed to us, and so to the order
  }
}

function filesBelow(directory: string, depth: number): readonly string[] {
  return entriesOf(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return depth === 0 ? [] : filesBelow(path, depth - 1);
    return [path];
  });
}
