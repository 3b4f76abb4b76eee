/** Money: allowances that just do not fit, bills that come late, are more or less, and a raise. */

import { agent, gate, plan, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { budget, givenBack, good, infrastructure, rateLimit, word } from '../ends.ts';
import type { Act, MakeWorld } from '../world.ts';

const costs = [0, 2, 5];

export const money: MakeWorld = ({ long }) => ({
  name: 'money',
  what: 'reservations, orders that wait for money, late and stale bills, ceilings, the time of the run',
  ir: plan({
    limits: { leases: 2, leaseMs: 100, leaseLifetimeMs: 100, retries: 1, backoffMs: 10, backoffMaxMs: 10, visits: 2, repeats: 3, allowance: { usdMicros: 3, tokens: 0 } },
    budget: { usdMicros: long ? 12 : 8, tokens: null, timeMs: 100 },
    workflows: [workflow('root',
      agent('write', { agents: ['w'], writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> look fail -> write refused -> halt'),
      agent('look', { agents: ['r', 's', 'u'], panel: true, approves: 'yes', otherwise: 'no', max: 2 }, 'yes -> verify no -> write split -> write fail -> halt'),
      gate('verify', ['unit'], 'green -> end red -> halt'))],
  }),
  faults: 2,
  words: 1,
  acts,
  ends: (sheet, state) => {
    if (sheet.order.kind === 'gate') return [good(sheet, state)];
    if (sheet.step?.name === 'look') return [good(sheet, state), budget, infrastructure];
    return [good(sheet, state), word(sheet, state, { word: 'fail' }), infrastructure, rateLimit(state), givenBack];
  },
  disturbances: ['crash'],
  most: long ? 400_000 : 120_000,
});

/** The gateway settles at any time, whatever the hand says; somebody sets a ceiling or raises the budget. */
function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  for (const [key, { status }] of state.bills.entries()) {
    if (status === 'settled') continue;
    const at = key.lastIndexOf('#');
    for (const usdMicros of costs) {
      found.push({
        label: `${key} is settled for ${usdMicros}`,
        command: { type: 'settle', order: key.slice(0, at), epoch: Number(key.slice(at + 1)), cost: { usdMicros, tokens: 0 } },
        isFault: true,
      });
    }
  }
  if (state.run.status === 'running') {
    const ceiling = { leases: null, tokens: null };
    found.push({ label: 'a ceiling is set', command: { type: 'ceiling', ...ceiling, usdMicros: 5 }, isFault: true });
    if (state.run.ceiling.usdMicros !== null) found.push({ label: 'the ceiling is lifted', command: { type: 'ceiling', ...ceiling, usdMicros: null }, isFault: true });
  }
  found.push({ label: 'ada raises', command: { type: 'raise', person: 'ada', usdMicros: 6, tokens: 0, timeMs: 100 } });
  if (state.run.status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  return found;
}
