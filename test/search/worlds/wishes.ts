/** Wishes: a lost task that a person asks for by name while nothing grows, where a wire leads back to its plan, and where none does. */

import { agent, ask, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

export const wishing: MakeWorld = ({ long }) => ({
  name: 'wishes',
  what: 'what is asked for by name while its plan does not grow: kept, granted, taken back, or refused; a dispute that no tests hear',
  ir: plan({
    limits: { leases: 1, retries: 0, visits: 3, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 3 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'code', workflow: 'code' }] }, 'landed -> end stalled -> decide'),
        ask('decide', { question: 'And now?' }, 'again -> build leave -> note stop -> halt'),
        ask('note', { question: 'What was it?' }, 'noted -> end')),
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt dispute -> end'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: 0,
  words: long ? 6 : 5,
  acts,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: [task('a')] })];
    return sheet.order.kind === 'agent' ? [good(sheet, state), word(sheet, state, { word: 'fail' }), word(sheet, state, { word: 'dispute' })] : [good(sheet, state)];
  },
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  const status = state.units.get('a')?.status;
  if (state.run.status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  if (status === 'halted' || status === 'dropped') {
    found.push({ label: 'ada asks for a', command: { type: 'retry', person: 'ada', task: 'a', text: '' } });
  }
  if (status === 'started' || status === 'halted') found.push({ label: 'ada drops a', command: { type: 'drop', person: 'ada', task: 'a', text: '' } });
  return found;
}
