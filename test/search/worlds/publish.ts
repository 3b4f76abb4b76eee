/** Publishing: the root's own line lands, and exactly what was approved leaves the run; a tip that moves, a ref that is not ours. */

import { agent, gate, land, plan, publish, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, infrastructure, patchOf, timeout, word } from '../ends.ts';
import type { Act, MakeWorld } from '../world.ts';

export const publishing: MakeWorld = ({ long }) => ({
  name: 'publish',
  what: 'a patch that reaches the tests, approvals of a commit, who may give them, a tip that moves meanwhile, foreign refs',
  ir: plan({
    limits: { leases: 2, retries: 1, backoffMs: 10, backoffMaxMs: 10, visits: 2, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 2 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    people: [{ name: 'ada', may: ['answer', 'publish'] }, { name: 'bob', may: ['answer'] }],
    workflows: [workflow('root',
      agent('write', { agents: ['w'], writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> verify fail -> halt refused -> halt'),
      gate('verify', ['unit'], 'green -> land red -> write'),
      land('land', [], 'landed -> publish conflict -> halt red -> write refused -> halt'),
      publish('publish', 'b', 'published -> end rejected -> write fail -> publish'))],
  }),
  faults: 2,
  words: long ? 5 : 3,
  acts,
  ends: (sheet, state) => {
    if (sheet.order.kind === 'publish') return [good(sheet, state), word(sheet, state, { word: 'fail' }), timeout, infrastructure];
    const tests = { label: 'tests', result: patchOf(sheet, ['src/else.test.ts']), isFault: true };
    if (sheet.order.kind === 'agent') return [good(sheet, state), tests];
    return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
  },
  disturbances: ['crash', 'host'],
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const { status, publications } = state.run;
  const found: Act[] = [];
  if (status === 'running') found.push({ label: 'somebody moves the ref', command: { type: 'ref', commit: 'foreign' }, isFault: true });
  if (status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  for (const { id, open } of publications) if (open) found.push({ label: 'ada closes', command: { type: 'close', person: 'ada', publication: id } });
  for (const [id, { status: is, reverts }] of state.units.entries()) {
    if (is === 'landed' && reverts === null) found.push({ label: `ada reverts ${id}`, command: { type: 'revert', person: 'ada', unit: id } });
  }
  // Nobody knows eve.
  found.push({ label: 'eve grants', command: { type: 'grant', person: 'eve', task: null, text: '' } });
  return [...found, ...bob(state)];
}

/** Bob may not publish. */
function bob(state: State): readonly Act[] {
  const found: Act[] = [];
  for (const [id, { kind, status, shows }] of state.questions.entries()) {
    if (kind !== 'publish' || status !== 'open') continue;
    found.push({ label: 'bob approves', command: { type: 'answer', person: 'bob', question: id, shows, word: 'approved', text: '' } });
  }
  return found;
}
