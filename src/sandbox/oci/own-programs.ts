/**
 * What the box needs of this machine to begin in an image that may have another C library, or none: a shell, the
 * loader and the libraries of it and of this Node, put into the box's own directory and called by name.
 */

import { chmodSync, copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import { call } from '../machine/programs.ts';
import type { Helpers } from './engine.ts';

const libraries = `${ownDirectory}/lib`;

export interface OwnPrograms {
  /** What calls a program of this machine inside: nothing may be before it. */
  readonly loader: readonly string[];
  readonly shell: string;
  /** What the box begins with: the shell, in a process that nobody in the box can look into. */
  readonly beginner: readonly string[];
}

const shell = `${ownDirectory}/sh`;

/** The libraries of this machine are all there: only the shell that begins has to be brought. */
export function sharedPrograms(root: string, { sh }: Pick<Helpers, 'sh'>): OwnPrograms {
  bringUnreadable(sh, join(root, shell));
  return { loader: [], shell: '/bin/sh', beginner: [shell] };
}

/** The kernel lets nobody into a process whose program could not be read by its user, whose own it may even be. */
function bringUnreadable(program: string, place: string): void {
  copyFileSync(realpathSync(program), place);
  chmodSync(place, 0o111);
}

export async function bringPrograms(root: string, { ldd, sh }: Helpers): Promise<OwnPrograms> {
  const needed = [...(await librariesOf(ldd, sh)), ...(await librariesOf(ldd, process.execPath))];
  const loader = needed.find((path) => /^ld[-.]/.test(basename(path)));
  if (loader === undefined) throw new SandboxError(`Cannot run the order: ${ldd} names no loader of ${sh}`);
  mkdirSync(join(root, libraries));
  for (const path of new Set(needed)) copyFileSync(realpathSync(path), join(root, libraries, basename(path)));
  copyFileSync(realpathSync(sh), join(root, shell));
  const begin = `${ownDirectory}/begin`;
  bringUnreadable(loader, join(root, begin));
  const within = ['--library-path', libraries];
  return { loader: [`${libraries}/${basename(loader)}`, ...within], shell, beginner: [begin, ...within, shell] };
}

/** Asked of the machine's own programs only: to ask is to start them. */
async function librariesOf(ldd: string, program: string): Promise<readonly string[]> {
  const { ok, stdout, stderr } = await call(ldd, [program]);
  if (!ok) throw new SandboxError(`Cannot run the order: the libraries of ${program} are not known: ${stderr.trim()}`);
  return stdout.split('\n').flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}
