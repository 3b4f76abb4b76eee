/** T3, R6: what is given back is no retry, up to a cap; from there on it is a fault like any other. */

import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, plan, workflow } from '../../language/build-ir.ts';
import { brain } from '../brain.ts';
import { mostGivenBack } from '../caps.ts';
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import { isRefusal } from '../refusal.ts';
import type { State } from '../state.ts';

const ir = plan({
  limits: { retries: 1, backoffMs: 10, backoffMaxMs: 10 },
  workflows: [workflow('main', agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> end  fail -> halt  refused -> halt'))],
});

const order = '@/write.1';

interface Ended {
  readonly state: State;
  readonly events: readonly Event[];
}

/** One hand that leases, and gives back as often as it can. */
function givingBack(): Ended {
  let state: State = brain.initialState();
  const events: Event[] = [];
  let at = 0;
  const give = (command: Command): boolean => {
    const answer = brain.decide(state, command);
    if (isRefusal(answer)) return false;
    events.push(...answer);
    state = answer.reduce(brain.evolve, state);
    return true;
  };
  give({ type: 'start', id: 's', at, run: 'r', kernel: 'k', ir, base: 'c0', inputs: [], files: [] });
  for (let sequence = 1; state.run.status === 'running' && sequence < 2 * mostGivenBack; sequence += 1, at += 10) {
    if (!give({ type: 'lease', id: 'l', at, hand: 'h', sequence })) continue;
    const epoch = state.orders.get(order)?.epoch ?? 0;
    give({ type: 'report', id: 'r', at, hand: 'h', order, epoch, result: { type: 'given-back', text: 'stopped' } });
  }
  return { state, events };
}

test('an order is given back so often, and then ends as any other that fails', () => {
  const { state, events } = givingBack();
  const ends = events.flatMap((event) => (event.type === 'LeaseEnded' ? [event.how] : []));
  const times = (how: string): number => ends.filter((one) => one === how).length;
  deepEqual([times('given-back'), times('fault'), ends.length], [mostGivenBack, 2, mostGivenBack + 2]);
  equal(state.run.status, 'halted');
  match(state.run.halt?.reason ?? '', /given back 1000 times: stopped/);
});
