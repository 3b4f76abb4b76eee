/**
 * What a run's host does beside the replies: the anchor that follows the journal, and snapshots.
 *
 * Both are written one at a time and off the reply path, but for a run's first anchor, which its
 * first reply waits for. The anchor is due when it is `anchorEveryEvents` behind, or once the run
 * has been quiet for `anchorAfterMs`; while it is written the run goes on, but never further than
 * `anchorMostEvents` and one batch: that much of a tail could be cut unseen. A failure is told to
 * `onTrouble` and tried again later: neither is needed for the journal to be right.
 */

import type { Brain } from '../ports/brain.ts';
import type { Clock } from '../ports/clock.ts';
import type { Limits } from '../ports/limits.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { Anchor } from '../ports/anchor.ts';
import type { Version } from '../ports/version.ts';
import type { FirstLoad, Loaded } from './load-run.ts';

export interface KeeperParts<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly anchor: Anchor;
  readonly snapshots: Snapshots;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly onTrouble: (error: unknown, run: string) => void;
}

export class Keeper<S, C, E> {
  readonly #run: string;
  readonly #parts: KeeperParts<S, C, E>;
  #latest: Version | null = null;
  /** The last position that was anchored for certain. */
  #written = 0;
  /** The last positions for which each was begun. */
  #anchored = 0;
  #snapshotted = 0;
  #anchoring: Promise<void> | null = null;
  #saving: Promise<void> | null = null;
  #cancel: (() => void) | null = null;

  constructor(run: string, parts: KeeperParts<S, C, E>) {
    this.#run = run;
    this.#parts = parts;
  }

  /** What a load found. */
  began(loaded: FirstLoad<S>): void {
    this.#anchored = Math.max(this.#anchored, loaded.anchored);
    this.#written = Math.max(this.#written, loaded.anchored);
    this.#snapshotted = Math.max(this.#snapshotted, loaded.snapshotted);
  }

  /** Before each batch: waits for an anchor that is too far behind. */
  async keepUp(): Promise<void> {
    if ((this.#latest?.position ?? 0) - this.#written < this.#parts.limits.anchorMostEvents) return;
    this.#anchor();
    await this.#anchoring;
  }

  /** Before the first reply of a run without an anchor: whatever was acknowledged has one from then on. */
  async anchorFirst(version: Version): Promise<void> {
    if (this.#anchored > 0) return;
    this.#latest = version;
    this.#anchor();
    await this.#anchoring;
  }

  /** The state and the journal stand at `loaded`, durably. Call it before the state changes again. */
  stands(loaded: Loaded<S>): void {
    this.#latest = loaded.version;
    this.#follow();
    const { limits } = this.#parts;
    const tenth = loaded.version.position / 10;
    const every = Math.min(Math.max(tenth, limits.snapshotMinEvents), limits.snapshotMaxEvents);
    if (this.#saving !== null || loaded.version.position - this.#snapshotted < every) return;
    this.#snapshotted = loaded.version.position;
    this.#saving = this.#guard(this.#save(loaded)).then(() => {
      this.#saving = null;
    });
  }

  /** Anchors what is not anchored yet, and returns when everything is written. */
  async finish(): Promise<void> {
    this.#stopTimer();
    for (;;) {
      await this.#anchoring;
      if (this.#behind() === 0) break;
      this.#anchor();
    }
    this.#stopTimer();
    await this.#saving;
  }

  /** Lets the anchor follow: now if it is far behind, in a while if not. */
  #follow(): void {
    const { clock, limits } = this.#parts;
    const behind = this.#behind();
    if (behind >= limits.anchorEveryEvents) this.#anchor();
    else if (behind > 0 && this.#cancel === null) {
      this.#cancel = clock.at(clock.now() + limits.anchorAfterMs, () => this.#anchor());
    }
  }

  #anchor(): void {
    this.#stopTimer();
    const version = this.#latest;
    if (version === null || this.#anchoring !== null) return;
    this.#anchored = version.position;
    const written = this.#parts.anchor.write(this.#run, version).then(() => {
      this.#written = version.position;
    });
    this.#anchoring = this.#guard(written).then(() => {
      this.#anchoring = null;
      this.#follow();
    });
  }

  #behind(): number {
    return Math.max((this.#latest?.position ?? 0) - this.#anchored, 0);
  }

  /** Freezes before its first `await`, while the state is still the one of this version. */
  async #save({ state, version }: Loaded<S>): Promise<void> {
    const { brain, snapshots } = this.#parts;
    const data = JSON.stringify(brain.freezeState(state));
    await snapshots.save(this.#run, { version, schema: brain.stateSchema, data });
  }

  #guard(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => this.#parts.onTrouble(error, this.#run));
  }

  #stopTimer(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
