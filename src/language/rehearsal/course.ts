/** The course of a rehearsal: which steps were visited, in which frame, and with what they ended. */

import type { Event } from '../../kernel/event.ts';
import type { State } from '../../kernel/state.ts';

export interface Visited {
  readonly visit: string;
  readonly frame: string;
  readonly workflow: string;
  readonly task: string | null;
  readonly step: string;
  /** `null` while it is open. */
  readonly outcome: string | null;
  readonly to: string | null;
  /** Why, where it did not go well. */
  readonly why: string;
  /** The agents whose leases it took, one for each lease. */
  readonly agents: readonly string[];
}

export interface CourseFrame {
  readonly frame: string;
  readonly workflow: string;
  readonly task: string | null;
  /** The visit that opened it. */
  readonly parent: string | null;
  /** `ok`, `halt`, `closed`; `null` while it is live. */
  readonly end: string | null;
}

/** Listens to a rehearsal's events. */
export class Course {
  readonly #visits = new Map<string, Visited>();
  readonly #frames = new Map<string, CourseFrame>();
  #limits = 0;

  /** In the order in which they were entered; a step that its cap kept out is there as well. */
  get visits(): readonly Visited[] {
    return [...this.#visits.values()];
  }

  get frames(): readonly CourseFrame[] {
    return [...this.#frames.values()];
  }

  add(event: Event, state: State): void {
    switch (event.type) {
      case 'FrameOpened': {
        const { frame, workflow, task, parent } = event;
        return void this.#frames.set(frame, { frame, workflow, task, parent, end: null });
      }
      case 'FrameEnded': return this.#end(event.frame, event.word);
      case 'FrameHalted': return this.#end(event.frame, 'halt');
      case 'FrameClosed': return this.#end(event.frame, 'closed');
      case 'FrameReopened': return this.#end(event.frame, null);
      case 'VisitOpened': return this.#open(event.visit, event);
      case 'LeaseGranted': return this.#leased(state.orders.get(event.order));
      case 'VisitEnded': {
        const { visit, outcome, to, guidance } = event;
        return this.#change(visit, { outcome, to, why: guidance?.text ?? '' });
      }
      case 'StepLimited': {
        const { frame, step, why, to } = event;
        this.#limits += 1;
        const visit = `${frame}/${step}!${this.#limits}`;
        this.#open(visit, event);
        return this.#change(visit, { outcome: 'limit', to, why });
      }
      default:
    }
  }

  #open(visit: string, { frame, step }: { readonly frame: string; readonly step: string }): void {
    const within = this.#frames.get(frame);
    const { workflow = '', task = null } = within ?? {};
    this.#visits.set(visit, { visit, frame, workflow, task, step, outcome: null, to: null, why: '', agents: [] });
  }

  #leased(order: { readonly visit: string | null; readonly agent: string | null } | undefined): void {
    const visited = this.#visits.get(order?.visit ?? '');
    if (visited === undefined || order?.agent === null || order === undefined) return;
    this.#change(visited.visit, { agents: [...visited.agents, order.agent] });
  }

  #change(visit: string, parts: Partial<Visited>): void {
    const visited = this.#visits.get(visit);
    if (visited !== undefined) this.#visits.set(visit, { ...visited, ...parts });
  }

  #end(frame: string, end: string | null): void {
    const known = this.#frames.get(frame);
    if (known !== undefined) this.#frames.set(frame, { ...known, end });
  }
}
