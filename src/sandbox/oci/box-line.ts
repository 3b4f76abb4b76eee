/** By what the shell that begins a box tells the host how far it is, and waits to be let go (`begin-box.ts`). */

import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { SandboxError } from '../../ports/sandbox.ts';

export interface BoxLine {
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
  /** Lets the shell go. */
  release(): void;
  close(): void;
}

/** Of what was told no more is kept: the shell says two words. */
const mostTold = 64;

/** The host's end of a socket whose other end the shell alone has. */
export class SocketLine implements BoxLine {
  readonly #socket: Duplex;
  #text = '';

  constructor(socket: Duplex) {
    this.#socket = socket;
    // A shell that is gone hears nothing: the engine tells how it ended.
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => { this.#text = (this.#text + bytes.toString('latin1')).slice(0, mostTold); });
  }

  get hasBegun(): boolean {
    return this.#text.includes('begun');
  }

  get hasEnded(): boolean {
    return this.#text.includes('ended');
  }

  release(): void {
    this.#socket.write('\n');
  }

  close(): void {
    this.#socket.destroy();
  }
}

/**
 * For an engine that hands on no descriptor: the host's ends of two pipes, both open both ways, so that neither side waits for
 * the other to open them. A command can write to them as well, and so hide a kill for memory.
 */
export class Pipes implements BoxLine {
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
    const bytes = Buffer.alloc(mostTold);
    try {
      this.#text = (this.#text + bytes.toString('latin1', 0, readSync(this.#told, bytes))).slice(-mostTold);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
    return this.#text;
  }
}
