/**
 * Where baked layers are kept: files by what they hold, records by what they were baked from.
 *
 * One host at a time bakes a key. The kernel ends its lock with it, so that a host that was killed
 * keeps nobody waiting; what it left is a half, which the next one removes. A record is written last,
 * whole: what has none was never baked.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { SandboxError } from '../../ports/sandbox.ts';
import { call } from '../machine/programs.ts';
import { type GateEnvironment, type Keep, layerFormat, type Origin } from './bake-request.ts';

export interface BakedLayer {
  readonly format: number;
  readonly name: string;
  readonly key: string;
  /** Of what it holds. */
  readonly digest: string;
  readonly origin: Origin;
  readonly parts: readonly BakedPart[];
  readonly gate: GateEnvironment;
  readonly allow: readonly string[];
  readonly lockfiles: readonly string[];
}

export interface BakedPart extends Keep {
  readonly files: number;
  readonly bytes: number;
}

const lookEveryMs = 100;

export class LayerStore {
  readonly #directory: string;

  constructor(state: string) {
    this.#directory = join(state, 'baked');
    // Nobody but the host passes: an order sees of it what is mounted for it.
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    for (const part of ['records', 'layers', 'halves', 'locks']) mkdirSync(join(this.#directory, part), { recursive: true, mode: 0o700 });
  }

  /** `null`: it was not baked. */
  find(key: string): BakedLayer | null {
    const file = this.#record(key);
    if (!existsSync(file)) return null;
    // The file is the host's own, written whole.
    const layer: BakedLayer = JSON.parse(readFileSync(file, 'utf8'));
    return layer.format === layerFormat && existsSync(this.place(layer)) ? layer : null;
  }

  list(): readonly BakedLayer[] {
    const keys = readdirSync(join(this.#directory, 'records')).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    return keys.toSorted().map((key) => this.find(key)).filter((layer) => layer !== null);
  }

  /** The one whose key begins so. Throws `SandboxError` where that is none, or several. */
  byKey(beginning: string): BakedLayer {
    const [found, other] = this.list().filter(({ key }) => key.startsWith(beginning));
    if (found === undefined) throw new SandboxError(`There is no baked layer ${beginning}; espalier bake --list names those there are`);
    if (other !== undefined) throw new SandboxError(`Several baked layers begin with ${beginning}; give more of the key`);
    return found;
  }

  /** The directory with a layer's parts, by their number. */
  place({ digest }: Pick<BakedLayer, 'digest'>): string {
    return join(this.#directory, 'layers', digest);
  }

  half(key: string): string {
    return join(this.#directory, 'halves', `${key}.half`);
  }

  /** Waits while another host bakes the key. Whoever has it gives it back by what is returned. */
  async lock(key: string, signal?: AbortSignal): Promise<() => void> {
    for (;;) {
      const unlock = this.#tryLock(key);
      if (unlock !== null) return unlock;
      await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal });
    }
  }

  /** Keeps a directory of parts as a layer; one with the same content is kept already. */
  keep(parts: string, layer: BakedLayer): void {
    const place = this.place(layer);
    if (!existsSync(place)) renameSync(parts, place);
    this.#write(layer);
  }

  /** The same files under another key: what a candidate's layer becomes once that has landed. */
  async adopt(layer: BakedLayer, as: Pick<BakedLayer, 'key' | 'origin'>): Promise<BakedLayer> {
    const unlock = await this.lock(as.key);
    try {
      const adopted = { ...layer, ...as };
      this.#write(adopted);
      return adopted;
    } finally {
      unlock();
    }
  }

  /** Forgets a layer, and removes its files where no other key has the same. */
  async remove({ key, digest }: BakedLayer): Promise<void> {
    const unlock = this.#tryLock(key);
    if (unlock === null) throw new SandboxError(`Cannot remove the layer ${key.slice(0, 12)}: a host bakes it now`);
    try {
      rmSync(this.#record(key), { force: true });
      if (this.list().some((other) => other.digest === digest)) return;
      // In one step: what a host that is killed leaves of it is swept as a half.
      renameSync(this.place({ digest }), this.half(key));
      await removeTree(this.half(key));
    } finally {
      unlock();
    }
  }

  /** Removes the halves of hosts that no longer live, and says which. */
  async sweep(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const name of readdirSync(join(this.#directory, 'halves'))) {
      const key = name.slice(0, -'.half'.length);
      const unlock = this.#tryLock(key);
      if (unlock === null) continue;
      await removeTree(this.half(key));
      unlock();
      lines.push(`half of a layer, of a host that no longer lives: removed ${key.slice(0, 12)}`);
    }
    return lines;
  }

  #write(layer: BakedLayer): void {
    const file = this.#record(layer.key);
    writeFileSync(`${file}.new`, JSON.stringify(layer), { flush: true });
    renameSync(`${file}.new`, file);
  }

  #record(key: string): string {
    return join(this.#directory, 'records', `${key}.json`);
  }

  #tryLock(key: string): (() => void) | null {
    const database = new DatabaseSync(join(this.#directory, 'locks', key));
    try {
      database.exec('BEGIN EXCLUSIVE');
      return () => database.close();
    } catch (error) {
      database.close();
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5;
      if (isBusy) return null;
      throw error;
    }
  }
}

/** Removes what a box has written, directories that it closed to their own owner included. */
export async function removeTree(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  if (process.getuid?.() !== 0) await call('/bin/chmod', ['-R', 'u+rwX', '--', directory]);
  rmSync(directory, { recursive: true, force: true });
}
