/** Snapshots in memory. */

import type { Snapshot, Snapshots } from '../ports/snapshots.ts';

export class MemorySnapshots implements Snapshots {
  readonly #snapshots = new Map<string, Snapshot>();

  async load(run: string): Promise<Snapshot | null> {
    return this.#snapshots.get(run) ?? null;
  }

  async save(run: string, snapshot: Snapshot): Promise<void> {
    this.#snapshots.set(run, snapshot);
  }
}
