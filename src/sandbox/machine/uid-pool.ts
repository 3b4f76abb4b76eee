/**
 * Users for boxes when the host is root: each order has one of its own, that nothing else on the machine has.
 *
 * The numbers are above those that systems give to people, services and containers. Which ones a
 * state directory uses follows from its name, so that two of them do not meet; a symbolic link says
 * that a number is taken, and by whom: it is made with what it says at once, or not at all.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { hostLives, thisHost } from './host-life.ts';

const first = 1_900_000_000;
const stretches = 40_000;
/** Of a state directory's numbers the first half is for orders, the second for bases of workspaces. */
const each = 1_000;

export class UidPool {
  readonly #state: string;
  readonly #directory: string;
  readonly #from: number;

  constructor(state: string) {
    this.#state = state;
    this.#directory = join(state, 'uids');
    this.#from = first + (createHash('sha256').update(state).digest().readUInt32LE(0) % stretches) * 2 * each;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  /** A number that nobody has, for this host to free. */
  take(): number {
    const host = thisHost(this.#state);
    for (let uid = this.#from; uid < this.#from + each; uid += 1) if (this.#claim(uid, host)) return uid;
    throw new SandboxError(`Cannot give the order a user of its own: all ${each} are taken`);
  }

  free(uid: number): void {
    rmSync(join(this.#directory, String(uid)), { force: true });
  }

  /** The user that bases belong to: their files are a leaf's own, so that it may change its copies of them. */
  get ofBases(): number {
    return this.#from + each;
  }

  /** What is root in a box that has one: nothing runs as it, and no file belongs to it. */
  get ofRoots(): number {
    return this.#from + each + 1;
  }

  /** Frees what hosts took that no longer live, but for the users of orders that are still recorded: asked for after it is known who lives. */
  sweep(recorded: () => ReadonlySet<number | null | undefined>): void {
    const isLeft = (name: string): boolean => {
      const host = this.#taker(name);
      return host !== null && !hostLives(this.#state, host);
    };
    const left = readdirSync(this.#directory).filter(isLeft);
    const kept = recorded();
    for (const name of left) if (!kept.has(Number(name)) && isLeft(name)) this.free(Number(name));
  }

  /** `null`: it was freed since. */
  #taker(name: string): string | null {
    try {
      return readlinkSync(join(this.#directory, name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  #claim(uid: number, host: string): boolean {
    try {
      symlinkSync(host, join(this.#directory, String(uid)));
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  }
}
