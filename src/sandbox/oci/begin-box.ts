/**
 * What a box begins with: a shell that takes the order's environment from a file, performs the command, and tells the
 * host when it has begun and when the command has ended.
 *
 * The environment is in no command line, and may hold ends of lines. At the end the shell waits until the host has
 * read what the box's control group counted, which is gone with it: otherwise a kill for memory could be followed by an
 * exit code of 0. So a command must not be able to say that it has ended, nor to let the shell go. They speak by a socket
 * that is the shell's alone: the command does not inherit it, no path leads to it, and the shell's program is a file
 * that cannot be read, so that the kernel keeps the shell's memory and descriptors from everybody in the box.
 */

import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { ownDirectory } from '../inside/run-attended.ts';

/** How the shell finds the host: by a descriptor that the engine hands on, or by two pipes in its own directory. */
export type Opening = 'socket' | 'pipes';

const openings: Readonly<Record<Opening, string>> = { socket: 'exec 5<&3', pipes: `exec 3>${ownDirectory}/told 5<${ownDirectory}/leave` };

/** The command is a child of the shell, so that signals which it sends itself are not those of a first process. */
export function beginText(opening: Opening): string {
  return `exec 4>&2 2>/dev/null
unset container HOSTNAME TERM HOME PATH OLDPWD LISTEN_FDS LISTEN_PID LISTEN_FDNAMES
. ${ownDirectory}/environment
${openings[opening]}
echo begun >&3
"$@" 2>&4 3>&- 4>&- 5>&-
code=$?
echo ended >&3
read -r line <&5
exit $code`;
}

export interface BeginOwner {
  readonly uid: number;
  readonly gid: number;
}

/** Puts its files where the box will find them. */
export function writeBeginning(directory: string, env: Readonly<Record<string, string>>, { uid, gid }: BeginOwner): void {
  const file = join(directory, 'environment');
  writeFileSync(file, environmentText(env), { mode: 0o400 });
  if (process.getuid?.() === 0) chownSync(file, uid, gid);
}

export function environmentText(env: Readonly<Record<string, string>>): string {
  return Object.entries(env).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new SandboxError(`Cannot run the order: oci gives no variable ${JSON.stringify(name)}: letters, digits and _`);
    return `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`;
  }).join('');
}
