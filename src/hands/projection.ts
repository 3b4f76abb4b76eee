/**
 * The repository's refs as the journal has them (B1, B4): the tip, and patches that were put aside.
 *
 * The journal is the truth and a ref its projection, brought up to date here; a value in it that the
 * stack never had is told to the brain, and is left as it is.
 */

import type { State } from '../kernel/state.ts';
import type { HandParts } from './hand-parts.ts';
import { patchRef, pin, refName } from './pins.ts';

const tipRef = 'tip';

/** What of a run's state its refs follow. */
export interface Seen {
  readonly tip: string;
  readonly base: string;
  readonly isStarted: boolean;
  /** Of lines that ended without landing, and what was refused. */
  readonly aside: readonly (readonly [string, string])[];
}

export class Projection {
  readonly #parts: HandParts;
  /** What the ref is known to hold. */
  #tip: string | null = null;
  readonly #aside = new Set<string>();

  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  /** Call it with what was seen when the run may have changed, and once at the start. */
  async follow(seen: Seen): Promise<void> {
    if (!seen.isStarted) return;
    await this.#moveTip(seen);
    for (const [line, patch] of seen.aside) await this.#putAside(line, patch);
  }

  async #moveTip({ tip }: Seen): Promise<void> {
    if (this.#tip === tip) return;
    const { host, run, repo, clock, ids } = this.#parts;
    const found = await repo.ref(tipRef);
    if (found !== null && found !== tip && found !== this.#tip) {
      await host.exec(run, { type: 'ref', id: ids.next(), at: clock.now(), commit: found });
      const now = await host.look(run, (state) => ({ tip: state.landing.tip, isOurs: isOurs(state, found) }));
      // Foreign: the run has halted or was over, and the ref is evidence of whatever happened to it.
      if (!now.isOurs) return;
      // Another process has landed more since, and moved the ref: never back.
      if (now.tip !== tip) return;
    }
    if (found === tip || await repo.moveRef(tipRef, { from: found, to: tip })) this.#tip = tip;
  }

  async #putAside(line: string, patch: string): Promise<void> {
    const name = `quarantine/${line}/${patch}`;
    if (this.#aside.has(name)) return;
    const commit = await this.#parts.repo.ref(refName(patchRef(patch)));
    // What a hand reported is pinned before; a stand-in's patches are nowhere.
    if (commit !== null) await pin(this.#parts, name, commit);
    this.#aside.add(name);
  }
}

export function seenIn(state: State): Seen {
  const aside = [...state.patches.entries()].flatMap(([key, row]) => {
    const isAside = row.status === 'quarantined' || row.status === 'rejected';
    return isAside ? [[row.line, key.slice(0, key.length - row.line.length - 1)] as const] : [];
  });
  return { tip: state.landing.tip, base: state.run.base, isStarted: state.run.status !== 'new', aside };
}

function isOurs(state: State, commit: string): boolean {
  return commit === state.run.base || commit === state.landing.tip || state.stack.has(commit);
}
