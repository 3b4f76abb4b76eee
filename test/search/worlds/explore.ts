/** Explore: branches of which the first green, or the best by a measure, goes on; and loops that get nowhere. */

import { agent, call, gate, land, measure, plan, workflow } from '../../../src/language/build-ir.ts';
import { good, infrastructure, scripted, stoppedInSession, unboxed, word } from '../ends.ts';
import type { MakeWorld } from '../world.ts';

export const exploring: MakeWorld = ({ long }) => ({
  name: 'explore',
  what: 'branches, the pick, what is not picked, sessions that are kept, caps and repeats inside a called workflow',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 0, ejections: 0, repeats: 2, batch: 1, probes: 1 },
    sandboxes: [{ name: 'box', use: 'scripted' }],
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    landing: ['unit'],
    workflows: [
      workflow('root',
        call('try', { workflow: 'attempt', explore: { branches: long ? 3 : 2, pick: long ? 'best' : 'first' }, max: 2 }, 'ok -> verify fail -> try'),
        gate('verify', ['unit'], 'green -> land red -> try'),
        land('land', [], 'landed -> end conflict -> halt red -> halt refused -> halt')),
      workflow('attempt',
        agent('write', { agents: ['w', 'x'], by: 'attempt', session: 'resume', continues: 1, writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> judge fail -> write refused -> halt limit -> halt'),
        gate('judge', ['unit'], 'green -> time red -> write'),
        measure('time', { gate: 'unit', better: 'lower' }, 'better -> end same -> end worse -> end fail -> halt')),
    ],
  }),
  faults: long ? 2 : 1,
  words: 0,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    if (kind === 'measure') return [good(sheet, state), good(sheet, state, { text: '2', word: 'same' }), unboxed(scripted(sheet, state))];
    if (kind === 'gate') return [good(sheet, state), word(sheet, state, { word: 'red' }), word(sheet, state, { word: 'red', same: true })];
    if (kind === 'agent') return [good(sheet, state, { session: `of ${sheet.order.id}` }), stoppedInSession(sheet), { ...word(sheet, state, { word: 'fail' }), isFault: true }];
    return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }, infrastructure];
  },
  disturbances: ['crash'],
  most: long ? 400_000 : 60_000,
});
