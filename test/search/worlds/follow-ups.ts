/** Follow-ups: a parent that waits for two of them, one of which needs the other, beside a task in the way. */

import { agent, gate, land, plan, taskWorkflow } from '../../../src/language/build-ir.ts';
import type { State } from '../../../src/kernel/state.ts';
import { good, patchOf, word } from '../ends.ts';
import { task, type Act, type MakeWorld } from '../world.ts';
import { planAndBuild } from './plan-and-build.ts';

const children = [task('f', { writes: ['src/p/f.ts'] }), task('g', { writes: ['src/p/g.ts'], needs: ['f'] })];

export const followUps: MakeWorld = ({ long }) => ({
  name: 'follow-ups',
  what: 'a waiting parent, its children lost and landed, its resumption on another tip',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 1, ejections: 0, batch: 2, probes: 1, repeats: 2, followUps: 2, followUpDepth: 1 },
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      planAndBuild,
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> verify fail -> write refused -> write'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> halt')),
    ],
  }),
  faults: long ? 2 : 1,
  words: 1,
  acts,
  ends: (sheet, state) => {
    const name = sheet.task?.id ?? '';
    const fails = { ...word(sheet, state, { word: 'fail' }), isFault: true };
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: [task('p', { writes: ['src/p/**'] }), task('o', { writes: ['src/p/o.ts'] })] })];
    if (sheet.order.kind !== 'agent') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    if (name !== 'p') return [good(sheet, state), fails];
    const filed = state.tasks.has('f');
    const both = { followUps: children, waits: true };
    return [
      { label: 'a patch of its own', result: patchOf(sheet, ['src/p/p.ts']) },
      { label: 'a patch in the way', result: patchOf(sheet, ['src/p/f.ts']) },
      ...(filed ? [] : [
        { label: 'two follow-ups, and waits', result: patchOf(sheet, ['src/p/p.ts'], both) },
        { label: 'a patch in the way, two follow-ups, and waits', result: patchOf(sheet, ['src/p/f.ts'], both) },
        { label: 'a follow-up elsewhere', result: patchOf(sheet, ['src/p/p.ts'], { followUps: [task('e', { writes: ['src/e.ts'] })] }), isFault: true },
        { label: 'two follow-ups', result: patchOf(sheet, ['src/p/p.ts'], { followUps: children }) },
      ]),
    ];
  },
  most: long ? 400_000 : 60_000,
});

function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  for (const [id, { status, main }] of state.units.entries()) {
    if (main === null) continue;
    if (status !== 'landed' && status !== 'dropped') found.push({ label: `ada drops ${id}`, command: { type: 'drop', person: 'ada', task: main, text: '' } });
    if (status === 'halted' || status === 'dropped') found.push({ label: `ada retries ${id}`, command: { type: 'retry', person: 'ada', task: main, text: '' } });
  }
  return found;
}
