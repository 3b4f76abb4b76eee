/**
 * Events of earlier schemas, brought to today's: every journal opens for ever (R5).
 *
 * A released event never changes its shape. When one must, the schema rises by one and a step
 * here turns the old into the new; steps are never removed.
 */

import type { Event } from './event.ts';
import { eventTypes } from './evolve.ts';

export const eventSchema = 1;

const known: ReadonlySet<string> = new Set(eventTypes);

export interface StoredEvent {
  readonly schema: number;
  readonly event: unknown;
}

export type UpcastStep = (event: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** `steps[n]` turns schema n into n + 1. */
const steps: ReadonlyMap<number, UpcastStep> = new Map();

export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

export function upcast(stored: StoredEvent, through: ReadonlyMap<number, UpcastStep> = steps): Event {
  if (stored.schema > eventSchema) {
    throw new UnreadableEvent(`schema ${stored.schema} is newer than ${eventSchema}: use a newer espalier`);
  }
  let event = recordIn(stored.event);
  for (let schema = stored.schema; schema < eventSchema; schema += 1) {
    const step = through.get(schema);
    if (step === undefined) throw new UnreadableEvent(`no way from schema ${schema} to ${schema + 1}`);
    event = step(event);
  }
  const type = event['type'];
  if (typeof type !== 'string' || !known.has(type) || typeof event['at'] !== 'number') {
    throw new UnreadableEvent(`not an event of schema ${eventSchema}: ${JSON.stringify(event).slice(0, 80)}`);
  }
  // The journal's chain has shown that these are the bytes that the kernel wrote.
  return event as never;
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new UnreadableEvent(`an event is a record; found ${JSON.stringify(value)?.slice(0, 80) ?? typeof value}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
