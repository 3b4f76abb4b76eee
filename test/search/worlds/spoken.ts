/** Spoken to: a person speaks to leaves at work, as they stop, end, fail and are lost; to a panel's members as well. */

import { agent, plan, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { givenBack, good, infrastructure, patchOf, stopped, stoppedInSession, timeout, word } from '../ends.ts';
import type { Act, MakeWorld } from '../world.ts';

export const speaking: MakeWorld = ({ long }) => ({
  name: 'spoken',
  what: 'words to live leaves, sessions that go on for them, and what is left of those that end first',
  ir: plan({
    limits: { leases: 2, leaseMs: 100, leaseLifetimeMs: 150, retries: 1, backoffMs: 10, backoffMaxMs: 10, visits: 2, turns: 2, repeats: 2 },
    workflows: [workflow('root',
      agent('write', { agents: ['w'], writes: ['src/**'], writesKind: 'code', max: long ? 2 : 1, continues: 1 }, 'ok -> look fail -> write refused -> halt'),
      agent('look', { agents: long ? ['r', 's'] : ['r'], panel: long, approves: 'yes', otherwise: 'no', max: 1 }, long ? 'yes -> end no -> write split -> write fail -> halt' : 'yes -> end no -> write fail -> halt'))],
  }),
  faults: long ? 2 : 1,
  words: long ? 3 : 2,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'look') return [good(sheet, state), word(sheet, state, { word: 'no' })];
    const outside = { label: 'files that it may not change', result: patchOf(sheet, ['else.md']), isFault: true };
    return [good(sheet, state), word(sheet, state, { word: 'fail' }), stopped, stoppedInSession(sheet), outside, { ...timeout, isFault: true }, givenBack, infrastructure];
  },
  acts: spokenTo,
  disturbances: long ? ['crash', 'beat'] : ['crash'],
  most: long ? 400_000 : 60_000,
});

function spokenTo(state: State): readonly Act[] {
  return [...state.leases.keys()].map((order) => ({
    label: `ada speaks to ${order}`, command: { type: 'speak', person: 'ada', order, text: 'so' },
  }));
}
