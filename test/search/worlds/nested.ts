/** Nested: a grow, tests that are held and code that disputes, each in a workflow that another calls; retried and dropped by a person. */

import { agent, call, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

const tasks = [
  task('t', { kind: 'test', unit: 'pair', writes: ['test/a.test.ts'] }),
  task('c', { unit: 'pair', writes: ['src/a.ts'] }),
];

export const nested: MakeWorld = ({ long }) => ({
  name: 'nested',
  what: 'halts, holds, disputes and landings inside called workflows; what halted goes on, or is dropped',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 1, ejections: 1, batch: 1, probes: 1, repeats: 2 },
    gates: [{ name: 'static', command: 'static', role: 'static', kinds: ['test'] }, { name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root', call('go', { workflow: 'growing', max: 2 }, 'ok -> end')),
      workflow('growing',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', {
          tasks: 'plan', parallel: 2, max: 1, workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'code' }],
        }, 'landed -> end stalled -> halt')),
      taskWorkflow('tests',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> static fail -> halt refused -> halt'),
        gate('static', ['static'], 'green -> prove red -> halt'),
        gate('prove', ['unit'], 'red -> hand-in green -> halt'),
        call('hand-in', { workflow: 'landing' }, 'ok -> end redo -> write')),
      taskWorkflow('landing', land('land', [], 'landed -> end conflict -> end as redo red -> end as redo dispute -> end as redo')),
      taskWorkflow('code',
        call('do', { workflow: 'writing' }, 'ok -> verify'),
        gate('verify', ['unit'], 'green -> land red -> do'),
        land('land', [], 'landed -> end conflict -> do red -> do')),
      taskWorkflow('writing', agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> end fail -> write refused -> halt')),
    ],
  }),
  faults: long ? 3 : 2,
  words: long ? 3 : 2,
  acts,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    const name = sheet.task?.id ?? '';
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks })];
    if (kind === 'base' || sheet.step?.name === 'static') return [good(sheet, state, { word: 'green' })];
    if (kind === 'probe') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    if (kind === 'gate') return [good(sheet, state), { ...word(sheet, state, { word: name === 't' ? 'green' : 'red' }), isFault: true }];
    const writes = [good(sheet, state), { ...word(sheet, state, { word: 'fail' }), isFault: true }];
    return name === 'c' ? [...writes, word(sheet, state, { word: 'dispute' })] : writes;
  },
  disturbances: ['crash'],
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  if (state.run.status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  const pair = state.units.get('pair')?.status;
  // Asked for by name it waits for the grow; a retry of the run alone takes along only what halted.
  if (pair === 'halted' || pair === 'dropped') {
    found.push({ label: 'ada retries the pair', command: { type: 'retry', person: 'ada', task: 'c', text: '' } });
  }
  if (pair === 'halted') {
    found.push({ label: 'ada drops the pair', command: { type: 'drop', person: 'ada', task: 'c', text: '' } });
  }
  return found;
}
