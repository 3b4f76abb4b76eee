/** People: a plan to approve, an approval of a patch, silence, and a limit of decisions. */

import { agent, ask, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

const names = ['ta', 'tb'];

export const people: MakeWorld = ({ long }) => ({
  name: 'people',
  what: 'questions and answers, silence, review backpressure, pause, halt and retry',
  ir: plan({
    limits: { leases: 2, retries: 0, inbox: 1, visits: 2, conflicts: 0, ejections: 0, batch: 2, probes: 1, repeats: 2 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 2 }, 'ok -> approve fail -> halt refused -> halt'),
        // Silence teaches nothing: the plan that it leads back to would be the same attempt again (T7).
        ask('approve', { question: 'Build it?', show: 'plan', timeoutMs: 500 }, 'approved -> build revise -> plan timeout -> plan'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'code', workflow: 'code' }] }, 'landed -> end stalled -> halt')),
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> look red -> halt'),
        ask('look', { question: 'Good?', show: 'candidate', approves: 'good', max: 2 }, 'good -> land bad -> write'),
        land('land', [['look']], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: long ? 2 : 1,
  words: long ? 6 : 5,
  acts,
  ends: (sheet, state) => {
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: names.map((id) => task(id)) })];
    return [good(sheet, state)];
  },
  disturbances: ['crash'],
  alike: names,
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const { status } = state.run;
  const found: Act[] = [];
  if (status === 'running') {
    found.push({ label: 'ada pauses', command: { type: 'pause', person: 'ada' } });
    found.push({ label: 'ada aborts', command: { type: 'abort', person: 'ada' } });
  }
  if (status === 'running' || status === 'paused') {
    found.push({ label: 'somebody moves the ref', command: { type: 'ref', commit: 'foreign' }, isFault: true });
  }
  // Others' decisions have filled the inbox; only words of people use up what this costs.
  const none = { leases: null, usdMicros: null, tokens: null };
  if (status === 'running' && state.run.ceiling.inbox === undefined) {
    found.push({ label: 'the inbox is full of others', command: { type: 'ceiling', ...none, inbox: 0 }, isFault: true });
  } else if (status === 'running') {
    found.push({ label: 'the inbox has room again', command: { type: 'ceiling', ...none }, isFault: false });
  }
  if (status === 'paused') found.push({ label: 'ada resumes', command: { type: 'resume', person: 'ada' } });
  if (status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  return found;
}
