import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { eventSchema, UnreadableEvent, upcast, type UpcastStep } from './upcast.ts';

const today = { type: 'RunPaused', at: 5, person: 'ada' };

test('an event of today is as it was', () => {
  deepEqual(upcast({ schema: eventSchema, event: today }), today);
});

test('a planted older schema is brought to today, step by step', () => {
  const steps = new Map<number, UpcastStep>([
    [eventSchema - 2, ({ who, ...event }) => ({ ...event, user: who })],
    [eventSchema - 1, ({ user, ...event }) => ({ ...event, person: user })],
  ]);
  deepEqual(upcast({ schema: eventSchema - 2, event: { type: 'RunPaused', at: 5, who: 'ada' } }, steps), today);
});

test('a newer schema is refused, and the message says what to do', () => {
  const newer = { schema: eventSchema + 1, event: today };
  throws(() => upcast(newer), new UnreadableEvent(`schema ${eventSchema + 1} is newer than ${eventSchema}: use a newer espalier`));
});

test('a gap between schemas is named', () => {
  throws(() => upcast({ schema: eventSchema - 1, event: today }, new Map()), /no way from schema/);
});

test('what is no event of the schema is refused, whatever it is', () => {
  for (const event of [null, 7, 'RunPaused', [today], {}, { type: 'Nonsense', at: 1 }, { type: 'RunPaused', at: '5' }]) {
    throws(() => upcast({ schema: eventSchema, event }), UnreadableEvent);
  }
});
