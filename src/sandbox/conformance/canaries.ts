/** What must not be found, made anew for each run: files, sockets, a process, a variable. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostLives, thisHost } from '../machine/host-life.ts';

export class Canaries {
  readonly directory: string;
  readonly #note: string;
  readonly #word = randomBytes(12).toString('hex');
  readonly #servers: Server[] = [];
  readonly #sleeper: ChildProcess;
  readonly #shm = `/dev/shm/espalier-canary-${this.#word}`;

  /** What is made is noted before: the place of canaries is open to all, and no state directory. */
  private constructor(state: string) {
    // Short: sockets of ways out lie in it, and the kernel takes no long path for one.
    this.directory = join(tmpdir(), `espalier-canaries-${this.#word.slice(0, 8)}`);
    this.#note = join(notesDirectory(state), `${thisHost(state)}-${this.#word}`);
    mkdirSync(notesDirectory(state), { recursive: true, mode: 0o700 });
    const note: Note = { paths: [this.directory, this.#shm] };
    writeFileSync(this.#note, JSON.stringify(note));
    mkdirSync(this.directory);
    chmodSync(this.directory, 0o755);
    for (const name of ['home', 'other', 'scratch']) mkdirSync(join(this.directory, name), { mode: 0o777 });
    for (const name of ['other', 'scratch']) chmodSync(join(this.directory, name), 0o777);
    writeFileSync(join(this.directory, 'home', 'canary'), this.#word);
    writeFileSync(join(this.directory, 'other', 'work'), this.#word, { mode: 0o666 });
    writeFileSync(join(this.directory, 'secret'), this.#word, { mode: 0o666 });
    writeFileSync(this.#shm, this.#word);
    this.#sleeper = spawn('sleep', ['600'], { stdio: 'ignore', env: { PATH: process.env['PATH'], [this.variable]: this.#word } });
  }

  static async make(state: string): Promise<Canaries> {
    const canaries = new Canaries(state);
    await once(canaries.#sleeper, 'spawn');
    for (const path of [canaries.#socket, `\0${canaries.#word}`]) await canaries.#listen({ path });
    await canaries.#listen({ port: 0, host: '127.0.0.1' });
    chmodSync(canaries.#socket, 0o777);
    return canaries;
  }

  /** A variable that a host may have and an order may not. */
  get variable(): string {
    return `ESPALIER_CANARY_${this.#word}`;
  }

  /** What the look from within is told to look for. */
  get look(): Readonly<Record<string, string | number>> {
    const address = this.#servers.at(-1)?.address();
    return {
      home: join(this.directory, 'home'), secret: join(this.directory, 'secret'), other: join(this.directory, 'other'),
      shm: this.#shm, tmp: this.directory, socket: this.#socket, abstract: this.#word, hostname: hostname(), kernel: release(), variable: this.variable,
      pid: this.#sleeper.pid ?? 0, port: typeof address === 'object' && address !== null ? address.port : 0,
    };
  }

  get #socket(): string {
    return join(this.directory, 'socket');
  }

  async #listen(at: { readonly path: string } | { readonly port: number; readonly host: string }): Promise<void> {
    const server = createServer((socket) => socket.on('error', () => undefined).end('way out'));
    this.#servers.push(server);
    server.listen(at);
    await once(server, 'listening');
  }

  async remove(): Promise<void> {
    this.#sleeper.kill('SIGKILL');
    for (const server of this.#servers) server.close();
    await Promise.all(this.#servers.map((server) => (server.listening ? once(server, 'close') : undefined)));
    rmSync(this.#shm, { force: true });
    rmSync(this.directory, { recursive: true, force: true });
    rmSync(this.#note, { force: true });
  }
}

interface Note {
  readonly paths: readonly string[];
}

function notesDirectory(state: string): string {
  return join(state, 'canaries');
}

/** Removes the canaries of hosts that no longer live, and says so. Their processes sleep for ten minutes and end. */
export function sweepCanaries(state: string): readonly string[] {
  const names = existsSync(notesDirectory(state)) ? readdirSync(notesDirectory(state)) : [];
  return names.filter((name) => !hostLives(state, name.split('-')[0] ?? '')).flatMap((name) => {
    const file = join(notesDirectory(state), name);
    const paths = notedIn(file);
    for (const path of paths) rmSync(path, { recursive: true, force: true });
    rmSync(file, { force: true });
    return paths.map((path) => `canary ${path} of a host that no longer lives: removed`);
  });
}

function notedIn(file: string): readonly string[] {
  try {
    // The host's own file; one that was cut off was written before anything was made.
    const { paths }: Note = JSON.parse(readFileSync(file, 'utf8'));
    return paths;
  } catch {
    return [];
  }
}
