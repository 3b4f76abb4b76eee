/** Toolchains as an order has them: inputs, and the PATH that finds them first. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Input } from '../../ports/sandbox.ts';
import type { Toolchain } from './find-toolchains.ts';

export interface BoundToolchains {
  readonly inputs: readonly Input[];
  readonly path: string;
}

const usualPath = ['/usr/local/bin', '/usr/bin', '/bin'];

/** What a covered file reads as, where empty would be a fault of form. */
const blanks: Readonly<Record<string, string>> = { 'settings.xml': '<settings/>\n' };

/** `place` is a directory of ours for the files that cover others. */
export function bindToolchains(found: readonly Toolchain[], place: string): BoundToolchains {
  const binds = [...new Set(found.flatMap((one) => one.binds))];
  // What lies in another that is bound is there already.
  const outermost = binds.filter((path) => !binds.some((other) => path.startsWith(`${other}/`)));
  const covers = [...new Set(found.flatMap((one) => one.covers))];
  if (covers.length > 0) layBlanks(place);
  const bins = [...new Set(found.map(({ bin }) => bin))].filter((bin) => !usualPath.includes(bin));
  return {
    inputs: [...outermost.map((path) => ({ from: path, to: path })), ...covers.map((path) => ({ from: blankOf(path, place), to: path }))],
    path: [...bins, ...usualPath].join(':'),
  };
}

function layBlanks(place: string): void {
  mkdirSync(place, { recursive: true, mode: 0o700 });
  for (const [name, text] of [['blank', ''], ...Object.entries(blanks)] as const) writeFileSync(join(place, name), text);
}

function blankOf(path: string, place: string): string {
  const name = basename(path);
  return join(place, Object.hasOwn(blanks, name) ? name : 'blank');
}
