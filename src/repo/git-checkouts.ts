/**
 * Trees on disk, each once, for whoever reads them in a box.
 *
 * A tree is written under a passing name and renamed when it is whole; of two who do so one wins, and the other takes that one.
 * Nothing is synced, so what a crash of the machine may have torn is not believed: checkouts are good for one start of it.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout, CheckoutOptions, Checkouts } from '../ports/repo.ts';
import { CheckoutMarks, type Hosts } from './checkout-marks.ts';
import type { GitObjects } from './git-objects.ts';
import { codeOf, type Owner, writeTree } from './write-tree.ts';

export interface GitCheckoutsOptions {
  readonly objects: GitObjects;
  /** The state directory; one may serve several repositories, since a tree is named by all that is in it. */
  readonly state: string;
  /** Whose the files are to be, where this process may give them: an overlay is changed only by who owns its base. */
  readonly owner: Owner | null;
  readonly hosts: Hosts;
  /** How many that nobody holds are kept for who asks next. */
  readonly keep?: number;
}

const usualKeep = 8;

export class GitCheckouts implements Checkouts {
  readonly #options: GitCheckoutsOptions;
  readonly #all: string;
  readonly #directory: string;
  readonly #marks: CheckoutMarks;
  readonly #making = new Map<string, Promise<void>>();
  #isSwept = false;

  constructor(options: GitCheckoutsOptions) {
    this.#options = options;
    this.#all = join(options.state, 'checkouts');
    this.#directory = join(this.#all, startOfMachine());
    mkdirSync(this.#directory, { recursive: true, mode: 0o755 });
    this.#marks = new CheckoutMarks(join(this.#directory, '.marks'), options.hosts);
  }

  /** Of one that is `like` it, if it is there, files are linked: they are never changed in place. */
  async checkout(tree: string, { like }: CheckoutOptions = {}): Promise<Checkout> {
    const directory = join(this.#directory, this.#options.objects.mustName(tree));
    const letGo = this.#marks.hold(tree);
    try {
      if (!this.#isSwept) await this.collect();
      await this.#marks.untilNobodyCollects();
      if (!existsSync(directory)) await this.#made(tree, like);
    } catch (error) {
      letGo();
      throw error;
    }
    let isHeld = true;
    const release = async (): Promise<void> => {
      if (!isHeld) return;
      isHeld = false;
      this.#marks.use(tree);
      letGo();
      await this.collect();
    };
    return { directory, release };
  }

  /** Removes what nobody holds but the last few, and what those left who no longer live. */
  async collect(): Promise<void> {
    this.#isSwept = true;
    const end = this.#marks.collecting();
    const names = readdirSync(this.#directory);
    const passing = names.filter((name) => name.startsWith('.') && name !== '.marks' && this.#marks.isLeft(name));
    try {
      const held = this.#marks.heldTrees();
      const free = names.filter((name) => !name.startsWith('.') && !held.has(name)).sort((a, b) => this.#marks.usedAt(b) - this.#marks.usedAt(a));
      passing.push(...free.slice(this.#options.keep ?? usualKeep).flatMap((tree) => this.#setAside(tree)));
    } finally {
      end();
    }
    const others = readdirSync(this.#all).map((name) => join(this.#all, name)).filter((place) => place !== this.#directory);
    for (const place of [...passing.map((name) => join(this.#directory, name)), ...others]) await rm(place, { recursive: true, force: true });
  }

  #made(tree: string, like: string | undefined): Promise<void> {
    const known = this.#making.get(tree);
    if (known !== undefined) return known;
    const making = this.#make(tree, like).finally(() => this.#making.delete(tree));
    this.#making.set(tree, making);
    return making;
  }

  async #make(tree: string, like: string | undefined): Promise<void> {
    const { objects, owner } = this.#options;
    const half = join(this.#directory, this.#marks.passingName());
    const letGo = like === undefined ? (): void => undefined : this.#marks.hold(objects.mustName(like));
    try {
      if (like !== undefined) await this.#marks.untilNobodyCollects();
      const near = like === undefined ? null : join(this.#directory, like);
      const isNear = near !== null && like !== undefined && existsSync(near);
      const source = isNear ? { directory: near, entries: await objects.entries(like) } : null;
      await writeTree(objects, await objects.entries(tree), { directory: half, owner, like: source });
      this.#finish(half, join(this.#directory, tree));
    } finally {
      letGo();
      await rm(half, { recursive: true, force: true });
    }
  }

  /** Where another was quicker, theirs is the one. */
  #finish(half: string, place: string): void {
    try {
      renameSync(half, place);
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    }
  }

  #setAside(tree: string): readonly string[] {
    const aside = this.#marks.passingName();
    try {
      renameSync(join(this.#directory, tree), join(this.#directory, aside));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []; // another has
      throw error;
    }
    this.#marks.forget(tree);
    return [aside];
  }
}

function startOfMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').replaceAll(/[^0-9a-f]/g, '').slice(0, 16);
  } catch {
    return 'machine'; // a system that does not tell its starts
  }
}
