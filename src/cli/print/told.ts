/** What is told of an event: one sentence, and the reasons behind it. */

import type { Event, EventOf } from '../../kernel/event.ts';

export interface Told {
  readonly what: string;
  /** Texts of others, perhaps of several lines: a reviewer's words, the faults of a plan. */
  readonly why: readonly string[];
}

/** A teller for each type of event that a union holds. */
export type Tellers<E extends Event> = { readonly [T in E['type']]: (event: EventOf<T>) => string | Told };

export function because(what: string, ...why: readonly (string | null | undefined)[]): Told {
  return { what, why: why.flatMap((text) => (text === null || text === undefined || text === '' ? [] : [text])) };
}

/** Visits and orders of the root frame go by their step: `@/plan.1` is `plan.1`. */
export function nameOf(id: string): string {
  return id.startsWith('@/') ? id.slice(2) : id;
}

/** The root's own line lands as a unit named after its visit: `@@/land.1`. */
export function unitName(id: string): string {
  return id.startsWith('@@/') ? `the root line (${id.slice(3)})` : id;
}

/** The root frame and its line. */
export function frameName(id: string): string {
  return id === '@' ? 'the root frame' : id;
}

export function lineName(id: string): string {
  return id === '@' ? 'the root line' : id;
}
