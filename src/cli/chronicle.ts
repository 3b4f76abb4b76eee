/** A run's events with their positions, to be asked backwards: what was the last thing of this kind, before that one. */

import type { Event, EventOf, EventType } from '../kernel/event.ts';
import type { Ir, Step } from '../kernel/ir.ts';

export interface Placed<E extends Event = Event> {
  readonly position: number;
  readonly event: E;
}

export interface KnownFrame {
  readonly frame: string;
  readonly workflow: string;
  readonly task: string | null;
  readonly parent: string | null;
  readonly line: string;
}

export class Chronicle {
  /** By type: a question about one of them looks at no other. */
  readonly #byType = new Map<EventType, Placed[]>();
  readonly #frames = new Map<string, KnownFrame>();
  #ir: Ir | null = null;
  #length = 0;

  add(event: Event): void {
    this.#length += 1;
    const placed: Placed = { position: this.#length, event };
    const known = this.#byType.get(event.type);
    if (known === undefined) this.#byType.set(event.type, [placed]);
    else known.push(placed);
    if (event.type === 'RunStarted') this.#ir = event.ir;
    if (event.type === 'FrameOpened') {
      const { frame, workflow, task, parent, line } = event;
      this.#frames.set(frame, { frame, workflow, task, parent, line });
    }
  }

  all<T extends EventType>(type: T): readonly Placed<EventOf<T>>[] {
    return (this.#byType.get(type) ?? []).filter((placed): placed is Placed & Placed<EventOf<T>> => placed.event.type === type);
  }

  /** The last one that fits, of those before a position. */
  last<T extends EventType>(type: T, fits: (event: EventOf<T>) => boolean, before: number = Infinity): Placed<EventOf<T>> | null {
    return this.all(type).findLast(({ position, event }) => position < before && fits(event)) ?? null;
  }

  frame(id: string): KnownFrame | null {
    return this.#frames.get(id) ?? null;
  }

  framesOf(task: string): readonly KnownFrame[] {
    return [...this.#frames.values()].filter((frame) => frame.task === task);
  }

  childrenOf(visit: string): readonly KnownFrame[] {
    return [...this.#frames.values()].filter(({ parent }) => parent === visit);
  }

  /** The step of a frame's workflow. */
  step(frame: string, name: string): Step | null {
    const workflow = this.#frames.get(frame)?.workflow;
    return this.#ir?.workflows.find((one) => one.name === workflow)?.steps.find((one) => one.name === name) ?? null;
  }
}
