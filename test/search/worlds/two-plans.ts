/** Two plans: while one grows, a person asks for a lost task of the other, which its own grow alone may begin anew. */

import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

export const twoPlans: MakeWorld = ({ long }) => ({
  name: 'two-plans',
  what: 'a lost task of one plan is asked for by name while another plan grows, whose tasks are of other kinds',
  ir: plan({
    limits: { leases: 1, retries: 0, visits: 2, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 3 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'code', workflow: 'leaf' }] }, 'landed -> end stalled -> more'),
        agent('more', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> describe fail -> halt refused -> halt limit -> halt'),
        grow('describe', { tasks: 'more', parallel: 1, workflows: [{ kind: 'docs', workflow: 'leaf' }] }, 'landed -> end stalled -> build')),
      taskWorkflow('leaf',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: 0,
  words: long ? 5 : 3,
  acts,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: [task('a')] })];
    if (sheet.step?.name === 'more') return [good(sheet, state, { tasks: [task('b', { kind: 'docs', writes: ['b.md'] })] })];
    return sheet.order.kind === 'agent' ? [good(sheet, state), word(sheet, state, { word: 'fail' })] : [good(sheet, state)];
  },
  most: long ? 400_000 : 60_000,
});

function acts({ run, units }: State): readonly Act[] {
  const found: Act[] = [];
  for (const id of ['a', 'b']) {
    const status = units.get(id)?.status;
    if (status === 'halted' || status === 'dropped') {
      found.push({ label: `ada asks for ${id}`, command: { type: 'retry', person: 'ada', task: id, text: '' } });
    }
  }
  if (units.get('a')?.status === 'halted') found.push({ label: 'ada drops a', command: { type: 'drop', person: 'ada', task: 'a', text: '' } });
  if (run.status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  return found;
}
