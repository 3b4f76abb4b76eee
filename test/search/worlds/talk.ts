/** Talk: a dialogue, a poll that goes on, a wait, and a person who may be silent for ever. */

import { agent, ask, plan, talk, wait, workflow } from '../../../src/language/build-ir.ts';
import { good, infrastructure, timeout, word } from '../ends.ts';
import type { MakeWorld } from '../world.ts';

export const talking: MakeWorld = ({ long }) => ({
  name: 'talk',
  what: 'turns, polls, timers, a question that runs out, grants by people',
  ir: plan({
    limits: { leases: 2, leaseMs: 100, leaseLifetimeMs: 200, retries: 1, backoffMs: 10, backoffMaxMs: 10, visits: 2, turns: 2, repeats: 2 },
    workflows: [workflow('root',
      talk('discuss', ['t'], 'agreed -> write leave -> end fail -> discuss'),
      agent('write', { agents: ['w'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> poll fail -> discuss refused -> halt limit -> ask'),
      wait('poll', { command: 'ci', everyMs: 50, max: 2, outcomes: ['ok', 'pending'] }, 'ok -> pause limit -> ask'),
      wait('pause', { afterMs: 30 }, 'ok -> ask'),
      ask('ask', { question: 'Enough?', timeoutMs: 70, max: 2 }, 'yes -> end no -> discuss timeout -> poll'))],
  }),
  faults: 2,
  words: long ? 5 : 3,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    if (kind === 'talk') return [good(sheet, state), word(sheet, state, { word: 'fail' }), timeout, infrastructure];
    if (kind === 'poll') return [good(sheet, state), good(sheet, state, { word: 'pending' }), infrastructure];
    return [good(sheet, state), word(sheet, state, { word: 'fail' })];
  },
  disturbances: ['crash', 'host'],
  most: long ? 400_000 : 60_000,
});
