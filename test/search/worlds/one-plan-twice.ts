/** One plan twice: two steps return the same tasks, and one of their grows has no workflow for a follow-up that the other took. */

import { agent, ask, gate, grow, land, plan, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';

const own = task('a', { writes: ['src/a.ts', 'a.md'] });
const later = task('b', { kind: 'docs', writes: ['a.md'] });

export const onePlanTwice: MakeWorld = ({ long }) => ({
  name: 'one-plan-twice',
  what: 'the same tasks returned by two steps, a lost follow-up of a kind that only one of their grows takes, and wishes for it',
  ir: plan({
    limits: { leases: 1, retries: 0, visits: 3, conflicts: 0, ejections: 0, batch: 1, probes: 1, repeats: 3, followUps: 1, followUpDepth: 1 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> again fail -> halt refused -> halt'),
        agent('again', { agents: ['q'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', { tasks: 'again', parallel: 1, workflows: [{ kind: 'code', workflow: 'leaf' }, { kind: 'docs', workflow: 'leaf' }] },
          'landed -> end stalled -> decide'),
        ask('decide', { question: 'And now?' }, 'back -> build other -> plain'),
        grow('plain', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'code', workflow: 'leaf' }] },
          'landed -> end stalled -> note refused -> note'),
        ask('note', { question: 'What was it?' }, 'more -> plain noted -> end')),
      taskWorkflow('leaf',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: 0,
  words: long ? 6 : 4,
  acts,
  ends: (sheet, state) => {
    const { step, task: at } = sheet;
    if (step?.name === 'plan' || step?.name === 'again') return [good(sheet, state, { tasks: [own] })];
    if (sheet.order.kind !== 'agent') return [good(sheet, state)];
    const done = good(sheet, state);
    const files = at?.id === own.id && done.result.type === 'ended'
      ? [{ label: 'files documents', result: { ...done.result, followUps: [later] } }] : [];
    return [done, ...files, word(sheet, state, { word: 'fail' })];
  },
  most: long ? 400_000 : 60_000,
});

function acts({ run, units }: State): readonly Act[] {
  const found: Act[] = [];
  const status = units.get(later.id)?.status;
  if (status === 'halted' || status === 'dropped') {
    found.push({ label: 'ada asks for b', command: { type: 'retry', person: 'ada', task: later.id, text: '' } });
  }
  if (run.status === 'halted') found.push({ label: 'ada retries', command: { type: 'retry', person: 'ada', task: null, text: '' } });
  return found;
}
