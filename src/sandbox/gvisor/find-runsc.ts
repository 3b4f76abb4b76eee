/** The programs that a box of gVisor is made with. Starts none. */

import { filesMark, placeOf } from '../machine/programs.ts';

/** What is needed, and who brings it. */
const packages = {
  runsc: 'gVisor (the package runsc, of Debian 13 or later)', unshare: 'util-linux', setpriv: 'util-linux', prlimit: 'util-linux',
  sh: 'a POSIX shell', cp: 'coreutils', env: 'coreutils',
} as const;

export type GvisorPrograms = Readonly<Record<keyof typeof packages, string>>;

/** All of them, or in words what is missing. */
export function findRunsc(path: string): GvisorPrograms | string {
  const found: Partial<Record<string, string>> = {};
  for (const [name, from] of Object.entries(packages)) {
    const place = placeOf(name, path);
    if (place === null) return `there is no ${name}: install ${from}`;
    found[name] = place;
  }
  const isOrdinary = process.getuid?.() !== 0;
  if (isOrdinary && placeOf('newuidmap', path) === null) return 'there is no newuidmap, which an ordinary user needs: install uidmap';
  const { runsc = '', unshare = '', setpriv = '', prlimit = '', sh = '', cp = '', env = '' } = found;
  return { runsc, unshare, setpriv, prlimit, sh, cp, env };
}

export function runscMark(programs: GvisorPrograms | string): string {
  return typeof programs === 'string' ? programs : filesMark(Object.values(programs));
}
