/** Claims: four tasks whose paths lie in and beside each other's; who sleeps where, and who wakes whom. */

import { agent, gate, land, plan, taskWorkflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';
import { planAndBuild } from './plan-and-build.ts';

const tasks = [
  task('da', { writes: ['src/x/**'] }), task('tb', { writes: ['src/x/b.ts'] }),
  task('tc', { writes: ['src/x/c.ts'] }), task('dd', { writes: ['src/**'] }),
];

export const claims: MakeWorld = ({ long }) => ({
  name: 'claims',
  what: 'sleep and wake on files and directories, the one woken that sleeps elsewhere, drops and failures',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 2 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      planAndBuild,
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: long ? 2 : 1,
  words: long ? 2 : 1,
  acts,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'plan') return orders(long).map((list, index) => ({ ...good(sheet, state, { tasks: list }), label: `plan ${index + 1}` }));
    const fails = { ...word(sheet, state, { word: 'fail' }), isFault: true };
    return sheet.order.kind === 'agent' ? [good(sheet, state), fails] : [good(sheet, state)];
  },
  alike: ['tb', 'tc'],
  most: long ? 400_000 : 60_000,
});

/** The order of a plan is the order in which its tasks try. */
function orders(long: boolean): readonly (readonly typeof tasks[number][])[] {
  const [da, tb, tc, dd] = tasks;
  if (da === undefined || tb === undefined || tc === undefined || dd === undefined) return [];
  const few = [[tb, da, dd, tc], [dd, tb, da, tc]];
  return long ? [...few, [da, dd, tb, tc], [tb, tc, da, dd], [tb, dd, tc, da]] : few;
}

function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  for (const [id, { status }] of state.units.entries()) {
    if (status !== 'landed' && status !== 'dropped') found.push({ label: `ada drops ${id}`, command: { type: 'drop', person: 'ada', task: id, text: '' } });
    if (status === 'halted' || status === 'dropped') found.push({ label: `ada retries ${id}`, command: { type: 'retry', person: 'ada', task: id, text: '' } });
  }
  return found;
}
