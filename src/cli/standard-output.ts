/**
 * A standard output of this process, written without Node's streams while that goes: to load them costs a short command
 * more than all its writing. A terminal, and a pipe that is full, get the stream that Node has for them.
 *
 * Once its reader has gone away, what is written goes nowhere, without a word. Where it cannot be written for another
 * reason (a full disk), `onLost` is told, once.
 */

import { fstatSync, statSync, writeSync } from 'node:fs';
import type { Sink } from './terminal.ts';

/** As `node:os` has it, which would be loaded for nothing else. */
const devNull = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';

export interface Output {
  readonly fd: 1 | 2;
  /** Node's own, made when it is asked for. */
  readonly stream: () => NodeJS.WriteStream;
  readonly onLost: (error: NodeJS.ErrnoException) => void;
}

export interface StandardOutput extends Sink {
  /** It went over to Node's stream, which may still have something to write. */
  readonly isStream: boolean;
}

export function standardOutput({ fd, stream, onLost }: Output): StandardOutput {
  let isBroken = false;
  let mayBeOne: boolean | null = null;
  let through: NodeJS.WriteStream | null = null;
  const lose = (error: NodeJS.ErrnoException): void => {
    if (isBroken) return;
    isBroken = true;
    if (error.code !== 'EPIPE') onLost(error);
  };
  const toStream = (bytes: string | Uint8Array): void => {
    if (through === null) {
      through = stream();
      through.on('error', lose);
    }
    through.write(bytes);
  };
  const mayBe = (): boolean => mayBeOne ??= mayBeTerminal(fd);
  return {
    get isStream() {
      return through !== null;
    },
    get isTerminal() {
      return mayBe() && stream().isTTY === true;
    },
    write: (text) => {
      if (isBroken || text.length === 0) return;
      if (through !== null || mayBe()) {
        toStream(text);
        return;
      }
      const rest = writtenAtOnce(fd, typeof text === 'string' ? Buffer.from(text) : text, lose);
      if (rest.length > 0) toStream(rest);
    },
  };
}

/** What is left for the stream, which waits until a full pipe has room. */
function writtenAtOnce(fd: number, bytes: Uint8Array, lose: (error: NodeJS.ErrnoException) => void): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
    return rest;
  } catch (error) {
    if (isErrno(error) && error.code === 'EAGAIN') return rest;
    if (!isErrno(error)) throw error;
    lose(error);
    return rest.subarray(rest.length);
  }
}

/** Files, pipes and the null device are none; of what is left the stream knows. */
function mayBeTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return !stat.isFile() && !stat.isFIFO() && !(stat.isCharacterDevice() && stat.rdev === statSync(devNull).rdev);
  } catch {
    return true; // closed, or nothing that this system can say more of
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
