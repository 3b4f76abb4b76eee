/**
 * What a box begins with: a shell that takes the order's environment from a file, performs the command, and tells the
 * host when it has begun and when the command has ended.
 *
 * The environment is in no command line, and may hold ends of lines. At the end the shell waits until the host has
 * read what the box's control group counted, which is gone with it. The exit code is the engine's to tell: what a command
 * writes to the pipes by itself makes the host look earlier, and nothing else.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, constants, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { ownDirectory } from '../inside/run-attended.ts';

/** The command is a child of the shell, so that signals which it sends itself are not those of a first process. */
export const beginText: string = `exec 3>&2 2>/dev/null
unset container HOSTNAME TERM HOME PATH OLDPWD
. ${ownDirectory}/environment
exec 4>${ownDirectory}/told 5<${ownDirectory}/leave
echo begun >&4
"$@" 2>&3 3>&- 4>&- 5>&-
code=$?
echo ended >&4
read -r line <&5
exit $code`;

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

/** The host's ends of the two pipes, both open both ways: so neither side waits for the other to open them. */
export class Pipes {
  readonly #told: number;
  readonly #leave: number;
  #text = '';

  constructor(directory: string, mkfifo: string) {
    const [told, leave] = [join(directory, 'told'), join(directory, 'leave')];
    const { status, stderr } = spawnSync(mkfifo, ['--', told, leave], { encoding: 'utf8' });
    if (status !== 0) throw new SandboxError(`Cannot make the box: ${stderr.trim()}`);
    const flags = constants.O_RDWR | constants.O_NONBLOCK;
    for (const path of [told, leave]) chmodSync(path, 0o666);
    this.#told = openSync(told, flags);
    this.#leave = openSync(leave, flags);
  }

  get hasBegun(): boolean {
    return this.#read().includes('begun');
  }

  get hasEnded(): boolean {
    return this.#read().includes('ended');
  }

  /** Lets the shell go. */
  release(): void {
    writeSync(this.#leave, '\n');
  }

  close(): void {
    for (const fd of [this.#told, this.#leave]) closeSync(fd);
  }

  /** All that was told until now. */
  #read(): string {
    const bytes = Buffer.alloc(64);
    try {
      this.#text = (this.#text + bytes.toString('latin1', 0, readSync(this.#told, bytes))).slice(-64);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
    return this.#text;
  }
}
