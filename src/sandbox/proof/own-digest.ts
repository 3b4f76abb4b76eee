/**
 * Of the very program that tries and boxes, as it stands on the disk: a proof is of this one and of no other, and nobody has to
 * say when something has changed.
 *
 * In a checkout that is the text of the rooms `sandbox` and `gateway`; in the package that of all that was built.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let digest: string | null = null;

export function ownDigest(): string {
  digest ??= digestOf(rootsOf(fileURLToPath(import.meta.url)));
  return digest;
}

function rootsOf(file: string): readonly string[] {
  if (!file.endsWith('.ts')) return [dirname(file)];
  const room = dirname(dirname(file));
  return [room, join(dirname(room), 'gateway')];
}

/** Of the names and texts of all programs in these directories, and of the Node that runs them. */
export function digestOf(roots: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const root of roots) {
    const programs = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?[jt]s$/.test(name) && !name.endsWith('.test.ts'));
    for (const name of programs.toSorted()) hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}
