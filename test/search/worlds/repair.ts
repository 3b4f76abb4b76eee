/** Repair: a base that is red with a failure of its own, and a unit whose tests must be red for want of its code. */

import type { ReportResult, TestIds } from '../../../src/kernel/facts.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import { good, scripted } from '../ends.ts';
import { task, type End, type MakeWorld } from '../world.ts';

const tasks = [
  task('t', { kind: 'test', unit: 'pair', writes: ['test/a.test.ts'] }),
  task('c', { unit: 'pair', writes: ['src/a.ts'] }),
];

/** The same gates, with the tests that they name; `null`: they name none. */
function naming(label: string, result: ReportResult, tests: TestIds | null): End {
  if (result.type !== 'gates' || tests === null) return { label, result };
  return { label, result: { ...result, gates: result.gates.map((item) => ({ ...item, tests })) } };
}

export const repair: MakeWorld = ({ long }) => ({
  name: 'repair',
  what: 'a red base and red proofs: failures that are old, new, or not named',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 1, ejections: 1, batch: 1, probes: 1, repeats: 3 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', {
          tasks: 'plan', parallel: 2, repairsBase: true,
          workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'code' }],
        }, 'landed -> end stalled -> halt')),
      taskWorkflow('tests',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> prove fail -> halt refused -> halt'),
        gate('prove', ['unit'], 'red -> land green -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> write dispute -> write refused -> write')),
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> verify fail -> write refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> write'),
        land('land', [], 'landed -> end conflict -> write red -> write')),
    ],
  }),
  faults: long ? 2 : 1,
  words: 0,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks })];
    const red = scripted(sheet, state, { word: 'red' });
    const green = scripted(sheet, state, { word: 'green' });
    if (kind === 'base') return [naming('red', red, { passed: ['good'], failed: ['old'] }), naming('red, unnamed', red, null)];
    if (sheet.step?.name === 'prove') {
      return [
        naming('red as before', red, { passed: ['good'], failed: ['old'] }),
        naming('red anew', red, { passed: ['good'], failed: ['old', 'new'] }),
        naming('red, unnamed', red, null),
      ];
    }
    const whole = naming('green', green, { passed: ['good', 'old', 'new'], failed: [] });
    return kind === 'gate' || kind === 'probe' ? [whole, naming('green without the new', green, { passed: ['good', 'old'], failed: [] })] : [good(sheet, state)];
  },
  disturbances: ['crash'],
  most: long ? 400_000 : 60_000,
});
