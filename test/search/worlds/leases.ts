/** Leases: two hands, a writer that stops early, faults, rate limits, beats, crashes and jumps of the clock. */

import { agent, gate, plan, workflow } from '../../../src/language/build-ir.ts';
import { givenBack, good, infrastructure, rateLimit, scripted, stopped, timeout, untaken, word } from '../ends.ts';
import type { MakeWorld } from '../world.ts';

export const leases: MakeWorld = ({ long }) => ({
  name: 'leases',
  what: 'epochs, deadlines, renewals, retries, what is given back, a panel of two under one cap',
  ir: plan({
    limits: {
      leases: 2, leaseMs: 100, leaseLifetimeMs: 150, retries: 1, backoffMs: 1_000, backoffMaxMs: 1_500, rateLimits: 1,
      visits: 2, repeats: 2,
    },
    workflows: [workflow('root',
      agent('write', { agents: ['w'], writes: ['src/**'], writesKind: 'code', max: long ? 3 : 2, continues: 1 }, 'ok -> look fail -> write refused -> halt timeout -> write'),
      agent('look', { agents: ['r', 's'], panel: true, approves: 'yes', otherwise: 'no', max: 2 }, 'yes -> verify no -> write split -> write fail -> halt'),
      gate('verify', ['unit'], 'green -> end red -> write'))],
  }),
  faults: 2,
  words: 0,
  ends: (sheet, state) => {
    const faults = [infrastructure, rateLimit(state)];
    const { kind } = sheet.order;
    if (kind === 'gate') return [good(sheet, state), word(sheet, state, { word: 'red' }), ...faults];
    if (sheet.step?.name === 'look') return [good(sheet, state), good(sheet, state, { word: 'no' }), untaken(scripted(sheet, state)), ...faults];
    return [good(sheet, state), word(sheet, state, { word: 'fail' }), word(sheet, state, { word: 'fail', same: true }), stopped, timeout, givenBack, ...faults];
  },
  disturbances: long ? ['crash', 'beat', 'host', 'jump'] : ['crash', 'beat', 'host'],
  most: long ? 400_000 : 80_000,
});
