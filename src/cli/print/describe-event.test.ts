import { doesNotMatch, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../kernel/event.ts';
import { describeEvent } from './describe-event.ts';

const at = 0;
const events: readonly (readonly [Event, string])[] = [
  [{ type: 'RunCompleted', at }, 'the run is complete'],
  [
    { type: 'VisitEnded', at, visit: '@/plan.1', outcome: 'refused', to: 'plan', seen: [], guidance: { from: 'plan', outcome: 'refused', signature: '', text: 'T1: a\nT8: b', patch: null } },
    'plan.1 ended refused → plan: T1: a; T8: b',
  ],
  [
    { type: 'VisitOpened', at, visit: 'export/write.2', frame: 'export', step: 'write', attempt: 1, cause: 'conflict', digest: null, orders: [], timerAt: null },
    'export/write.2 opened, after a conflict',
  ],
  [
    { type: 'Landed', at, from: 'c0', to: 'c2', units: ['a', '@@/land.1'], commits: ['c1', 'c2'], tests: null },
    'landed a as c1, the root line (land.1) as c2; the tip is c2',
  ],
  [
    { type: 'LeaseEnded', at: 1000, order: 'probe.3', epoch: 1, how: 'fault', again: 3000 },
    'the lease of probe.3 ended: fault; it may be leased again in 2s',
  ],
  [
    { type: 'RunHalted', at, reason: 'the base is red', culprits: ['@/build.1'], ways: ['retry', 'abort'] },
    'the run halted: the base is red; culprits: build.1; ways on: retry; abort',
  ],
  [
    { type: 'BillSettled', at, order: '@/plan.1', epoch: 2, cost: { usdMicros: 1_250_000, tokens: 250_000 } },
    'plan.1, epoch 2 cost $1.25, 250k tokens',
  ],
];

for (const [event, words] of events) {
  test(`${event.type} in words`, () => equal(describeEvent(event), words));
}

test('one of four words for what is «done», and never that one', () => {
  for (const [event] of events) doesNotMatch(describeEvent(event), /\bdone\b/);
});
