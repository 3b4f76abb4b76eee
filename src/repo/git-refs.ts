/**
 * Refs of one run's own: `refs/espalier/RUN/…`, moved by comparing and swapping. They keep what they name from being
 * collected as garbage, are not fetched or pushed by themselves, and no branch, tag or log of the person's is one.
 */

import { join } from 'node:path';
import type { Move } from './checked-ref.ts';
import type { GitObjects } from './git-objects.ts';
import { syncUpwards } from './sync-objects.ts';

export class GitRefs {
  readonly #objects: GitObjects;

  constructor(objects: GitObjects) {
    this.#objects = objects;
  }

  /** By its whole name. */
  async read(ref: string): Promise<string | null> {
    const found = await this.list(ref);
    return found.find(([name]) => name === ref)?.[1] ?? null;
  }

  /** Those of this name and below it. */
  async list(pattern: string): Promise<readonly (readonly [string, string])[]> {
    const said = await this.#objects.git.must('read refs', ['for-each-ref', '--format=%(refname) %(objectname)', pattern]);
    return said.toString().split('\n').slice(0, -1).map((line) => {
      const [name = '', object = ''] = line.split(' ');
      return [name, object] as const;
    });
  }

  /** `false`: it names something else. Durable when it resolves. */
  async move(ref: string, { from, to }: Move): Promise<boolean> {
    for (const name of [from, to]) if (name !== null) this.#objects.mustName(name);
    const { ok, complaint } = await this.#objects.git.call(['update-ref', '--no-deref', '--stdin', '-z'], [instruction(ref, { from, to })]);
    if (ok) await syncUpwards(join(this.#objects.common, ref), join(this.#objects.common, 'refs'));
    else if (await this.read(ref) === from) throw this.#objects.git.error(`move ${ref}`, `${complaint}. A file ${ref}.lock that a crash of the machine left can be removed`);
    return ok;
  }
}

function instruction(ref: string, { from, to }: Move): string {
  if (to === null) return from === null ? `verify ${ref}\0\0` : `delete ${ref}\0${from}\0`;
  return from === null ? `create ${ref}\0${to}\0` : `update ${ref}\0${to}\0${from}\0`;
}
