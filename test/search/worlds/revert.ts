/** Reverts beside the root's own line: a person takes back what landed while the root changes the same paths. */

import type { State } from '../../../src/kernel/state.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

export const reverting: MakeWorld = ({ long }) => ({
  name: 'revert',
  what: 'a revert in the queue, and the root that lands on the same paths',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 1, ejections: 1, batch: 2, probes: 1, repeats: 3 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'code', workflow: 'code' }] }, 'landed -> write stalled -> halt'),
        agent('write', { agents: ['w'], writes: ['src/ta.ts'], max: 2 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> write')),
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> halt')),
    ],
  }),
  faults: long ? 4 : 2,
  words: long ? 3 : 2,
  acts,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: [task('ta')] })];
    if (sheet.order.kind === 'probe') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    const end = good(sheet, state);
    if (end.result.type !== 'ended' || end.result.patch === undefined) return [end];
    // The old side as it is on the tip, so that the patch transplants.
    const changes = end.result.patch.changes.map((change) => ({ ...change, from: state.files.get(change.path)?.blob ?? null }));
    return [{ ...end, result: { ...end.result, patch: { ...end.result.patch, changes } } }];
  },
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const landed = [...state.units.entries()].filter(([, { status }]) => status === 'landed');
  const red = [...state.units.entries()].filter(([, { status, reverts }]) => status === 'halted' && reverts !== null);
  return [
    ...landed.map(([id]): Act => ({ label: `ada reverts ${id}`, command: { type: 'revert', person: 'ada', unit: id } })),
    ...red.map(([id]): Act => ({ label: `ada drops ${id}`, command: { type: 'drop', person: 'ada', task: id, text: '' } })),
  ];
}
