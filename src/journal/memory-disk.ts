/**
 * What the memory journal's events lie on: a list of frames for each run, as a log on a disk has
 * them. The last frame of an append carries the commit mark, and recovery drops what follows the
 * last mark: that is how a torn write stays invisible.
 */

import type { StoredEvent } from '../ports/journal.ts';

interface Frame {
  readonly event: StoredEvent;
  readonly commit: boolean;
}

export type Fate = 'kept' | 'lost' | 'torn';

export class MemoryDisk {
  readonly #synced = new Map<string, Frame[]>();
  /** Written, never synced: at most one append a run, not visible until a crash decides. */
  readonly #unsynced = new Map<string, readonly StoredEvent[]>();


  last(run: string): StoredEvent | undefined {
    return this.#synced.get(run)?.at(-1)?.event;
  }

  /** Positions are whole numbers without gaps, so that a page is a slice. */
  page(run: string, after: number, limit: number): readonly StoredEvent[] {
    return (this.#synced.get(run) ?? []).slice(after, after + limit).map((frame) => frame.event);
  }

  runs(): readonly string[] {
    return [...this.#synced].filter(([, frames]) => frames.length > 0).map(([run]) => run).sort();
  }

  /** Overwrites whatever was written there and not synced. */
  sync(run: string, events: readonly StoredEvent[]): void {
    this.#unsynced.delete(run);
    this.#push(run, events, events.length);
  }

  writeUnsynced(run: string, events: readonly StoredEvent[]): void {
    this.#unsynced.set(run, events);
  }

  /** Decides what the crash left of each unsynced append, then recovers. */
  crash(fateOf: (run: string) => Fate): void {
    for (const [run, events] of this.#unsynced) {
      const fate = fateOf(run);
      if (fate === 'kept') this.#push(run, events, events.length);
      if (fate === 'torn') this.#push(run, events, events.length - 1);
    }
    this.#unsynced.clear();
    for (const frames of this.#synced.values()) recover(frames);
  }

  #push(run: string, events: readonly StoredEvent[], written: number): void {
    const frames = this.#synced.get(run) ?? [];
    this.#synced.set(run, frames);
    for (const [index, event] of events.slice(0, written).entries()) {
      frames.push({ event, commit: index === events.length - 1 });
    }
  }
}

function recover(frames: Frame[]): void {
  frames.length = frames.findLastIndex((frame) => frame.commit) + 1;
}
