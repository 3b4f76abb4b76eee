/** One event as one line: its type and what tells it from others of its type. */

import type { Event, EventOf, EventType } from '../../kernel/event.ts';
import { graphPrinters } from './print-graph-event.ts';
import { workPrinters } from './print-work-event.ts';

export type Printers<E extends Event> = {
  readonly [T in E['type']]: (event: Extract<E, { readonly type: T }>) => string;
};

const printers: Printers<Event> = { ...workPrinters, ...graphPrinters };

export const printedTypes: readonly string[] = Object.keys(printers);

export function printEvent(event: Event): string {
  return `${event.type} ${detail(event)}`.trimEnd();
}

function detail<T extends EventType>(event: EventOf<T>): string {
  // The table is keyed by the event's own type, which the compiler cannot follow through a union.
  const print = printers[event.type] as (event: EventOf<T>) => string;
  return print(event);
}
