/**
 * One host's side of soft ownership of one run.
 *
 * Before each batch a host looks whether another owns the run, and lets it go first, for a bounded
 * time. It becomes the owner itself only once it has waited or met a conflict; a host that is
 * alone with a run never writes a row. Ownership ends by itself, so that hosts that all want the
 * run take turns.
 */

import type { Clock } from '../ports/clock.ts';
import type { Limits } from '../ports/limits.ts';
import type { Owners } from '../ports/owners.ts';

export interface OwnershipParts {
  readonly owners: Owners;
  readonly clock: Clock;
  /** This host's name. */
  readonly host: string;
  /** From 0 up to 1: spreads the pauses of hosts that wait for the same run. */
  readonly jitter: () => number;
  readonly limits: Limits;
}

export class Ownership {
  readonly #run: string;
  readonly #parts: OwnershipParts;
  #held = false;

  constructor(run: string, parts: OwnershipParts) {
    this.#run = run;
    this.#parts = parts;
  }

  /** Returns when this host may try. After a conflict it asks to be the owner. */
  async before(afterConflict: boolean): Promise<void> {
    const { limits } = this.#parts;
    for (let waits = 0; waits < limits.ownWaits; waits += 1) {
      if (await this.#mayGo(afterConflict || waits > 0)) return;
      await this.#pause(waits);
    }
    // Going on is safe: the journal's compare-and-swap decides.
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    await this.#parts.owners.disown(this.#run, this.#parts.host);
  }

  async #mayGo(wanted: boolean): Promise<boolean> {
    const { owners, clock, host, limits } = this.#parts;
    const now = clock.now();
    const owner = await owners.ownerOf(this.#run);
    // A deadline that is too far off was written by a clock that has been set back since.
    const isAbsurd = owner !== null && owner.until > now + limits.ownMs;
    if (owner !== null && owner.host !== host && now < owner.until && !isAbsurd) return false;
    if (!wanted) return true;
    const answer = await owners.own(this.#run, { host, until: now + limits.ownMs }, isAbsurd ? owner.until : now);
    this.#held = answer.host === host;
    return this.#held;
  }

  #pause(waits: number): Promise<void> {
    const { clock, jitter, limits } = this.#parts;
    const longest = Math.min(limits.backoffMs * 2 ** waits, limits.backoffMaxMs);
    return new Promise((resolve) => {
      clock.at(clock.now() + Math.ceil((longest * (1 + jitter())) / 2), resolve);
    });
  }
}
