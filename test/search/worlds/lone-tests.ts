/** A test task alone where no gate has a control: it is not admitted, as nothing could show that it can fail. */

import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import { good } from '../ends.ts';
import { task, type MakeWorld } from '../world.ts';

const tasks = [task('t', { kind: 'test', unit: 't-alone', writes: ['test/a.test.ts'], control: 'revert the fix' })];

export const loneTests: MakeWorld = () => ({
  name: 'lone-tests',
  what: 'tests alone, and gates without a control',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 2 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests', control: false }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'test', workflow: 'tests' }] }, 'landed -> end stalled -> halt')),
      taskWorkflow('tests',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: 1,
  words: 0,
  ends: (sheet, state) => [good(sheet, state, { tasks })],
  disturbances: ['crash'],
  most: 60_000,
});
