/**
 * Who holds which checkout, and who collects, as files beside them: seen by every process of a state directory.
 *
 * 1. Who wants a checkout marks it first, and then waits until nobody collects.
 * 2. Who collects says so first, and then looks at the marks.
 * 3. So one of the two sees the other. A mark of a host that no longer lives counts for nothing, and is removed.
 */

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RepoError } from '../ports/repo.ts';

/** Whose a mark is, and whether they live: the state directory's own business. */
export interface Hosts {
  /** This process's name: letters and digits. */
  own(): string;
  lives(host: string): boolean;
}

const lookEveryMs = 2;
const mostLooks = 30_000;

export class CheckoutMarks {
  readonly #directory: string;
  readonly #hosts: Hosts;

  constructor(directory: string, hosts: Hosts) {
    this.#directory = directory;
    this.#hosts = hosts;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** How it is taken away. */
  hold(tree: string): () => void {
    return this.#mark(`held.${tree}`);
  }

  collecting(): () => void {
    return this.#mark('collecting');
  }

  /** A name that says whose it is, for what is not whole yet or no longer. */
  passingName(): string {
    return `.${this.#hosts.own()}.${randomUUID()}`;
  }

  /** Whether what has such a name is nobody's any longer. */
  isLeft(passingName: string): boolean {
    const [, host = ''] = passingName.split('.');
    return !this.#hosts.lives(host);
  }

  async untilNobodyCollects(): Promise<void> {
    for (let look = 0; this.#living('collecting').length > 0; look += 1) {
      if (look === mostLooks) throw new RepoError(`Cannot check out: another process has been collecting in ${this.#directory} for a minute`);
      await pause(lookEveryMs);
    }
  }

  heldTrees(): ReadonlySet<string> {
    return new Set(this.#living('held').map((name) => name.split('.')[1] ?? ''));
  }

  /** When it was let go last, in milliseconds; 0: never. */
  usedAt(tree: string): number {
    return statSync(join(this.#directory, `used.${tree}`), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  use(tree: string): void {
    const file = join(this.#directory, `used.${tree}`);
    writeFileSync(file, '');
    utimesSync(file, new Date(), new Date());
  }

  forget(tree: string): void {
    rmSync(join(this.#directory, `used.${tree}`), { force: true });
  }

  #mark(what: string): () => void {
    const file = join(this.#directory, `${what}.${this.#hosts.own()}.${randomUUID()}`);
    writeFileSync(file, '', { flag: 'wx' });
    return () => rmSync(file, { force: true });
  }

  #living(what: string): readonly string[] {
    return readdirSync(this.#directory).filter((name) => {
      if (!name.startsWith(`${what}.`)) return false;
      const isLiving = this.#hosts.lives(name.split('.').at(-2) ?? '');
      if (!isLiving) rmSync(join(this.#directory, name), { force: true });
      return isLiving;
    });
  }
}
