/**
 * The programs of the machine that a box is made with, and short calls of them.
 *
 * Arguments are passed as they are: nothing here is read by a shell.
 */

import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export interface Programs {
  readonly bwrap: string;
  readonly setpriv: string;
  readonly unshare: string;
  readonly prlimit: string;
  readonly sh: string;
  readonly cp: string;
}

/** Which package brings them, for who has to install it. */
const packages: Readonly<Record<keyof Programs, string>> = {
  bwrap: 'bubblewrap', setpriv: 'util-linux', unshare: 'util-linux', prlimit: 'util-linux', sh: 'a POSIX shell', cp: 'coreutils',
};

/** All of them, or in words what is missing. */
export function findPrograms(path: string): Programs | string {
  const found: Partial<Record<string, string>> = {};
  for (const [name, from] of Object.entries(packages)) {
    const place = placeOf(name, path);
    if (place === null) return `there is no ${name}: install ${from}`;
    found[name] = place;
  }
  const { bwrap = '', setpriv = '', unshare = '', prlimit = '', sh = '', cp = '' } = found;
  return { bwrap, setpriv, unshare, prlimit, sh, cp };
}

/** Which programs they are: their places, sizes and ages. */
export function programsMark(programs: Programs | string): string {
  return typeof programs === 'string' ? programs : filesMark(Object.values(programs));
}

export function filesMark(places: readonly string[]): string {
  return places.map((place) => {
    const { size, mtimeMs } = statSync(place);
    return `${place} ${size} ${mtimeMs}`;
  }).join(' · ');
}

/** Where the machine has it; `null`: nowhere. */
export function placeOf(name: string, path: string): string | null {
  for (const folder of path.split(delimiter)) {
    const place = join(folder, name);
    // A relative entry would be whatever the current directory holds.
    if (isAbsolute(folder) && isExecutable(place)) return place;
  }
  return null;
}

function isExecutable(place: string): boolean {
  // Asked first, since a path has many folders and an exception costs more than a look.
  if (!existsSync(place)) return false;
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Called {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const longestCallMs = 600_000;

/** Calls a program of the machine's own, with next to no environment but what is given. */
export function call(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Called> {
  return new Promise((resolve) => {
    const options = { timeout: longestCallMs, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', ...env } };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr: stderr === '' && error !== null ? error.message : stderr });
    });
  });
}
