/** Units: a test task and the code that it judges, beside a task whose paths overlap and one that needs them. */

import { agent, gate, grow, land, plan, review, taskWorkflow, workflow } from '../../../src/language/build-ir.ts';
import type { TaskSpec } from '../../../src/kernel/ir.ts';
import { good, infrastructure, patchOf, scripted, toothless, word } from '../ends.ts';
import type { OrderSheet } from '../../../src/kernel/describe-order.ts';
import { task, type End, type MakeWorld } from '../world.ts';

const tasks: readonly TaskSpec[] = [
  task('t', { kind: 'test', unit: 'pair', writes: ['test/a.test.ts'] }),
  task('c', { unit: 'pair', writes: ['src/a.ts'] }),
  task('o', { writes: ['src/**'] }),
  task('n', { kind: 'docs', writes: ['docs/n.md'], needs: ['c'], mayBeEmpty: true }),
];

/** Decompositions that may be returned: a good one, and two that are refused whole. */
function plans(long: boolean): readonly { label: string; tasks: readonly TaskSpec[]; isFault: boolean }[] {
  const whole = long ? tasks : tasks.filter(({ id }) => id !== 'n');
  return [
    { label: 'a plan', tasks: whole, isFault: false },
    { label: 'a plan with an id twice', tasks: [...whole, task('o', { writes: ['src/o/**'] })], isFault: true },
    { label: 'a plan that needs what is not there', tasks: [...whole, task('x', { needs: ['y'] })], isFault: true },
  ];
}

/** A test is removed, which no agent may let land. */
const removal = (sheet: OrderSheet): End => {
  const patch = { patch: `removal(${sheet.base})`, candidate: 'removal', changes: [{ path: 'test/a.test.ts', from: '100644:old', to: null }] };
  return { label: 'a test removed', result: { type: 'ended', word: 'ok', patch }, isFault: true };
};

export const units: MakeWorld = ({ long }) => ({
  name: 'units',
  what: 'held tests, disputes, sleep on claims, needs between units, an empty change',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 1, ejections: 1, batch: 2, probes: 1, repeats: 2 },
    gates: [{ name: 'static', command: 'static', role: 'static', kinds: ['test'] }, { name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      workflow('root',
        agent('plan', { agents: ['p'], returns: 'tasks', max: 1 }, 'ok -> build fail -> halt refused -> halt'),
        grow('build', {
          tasks: 'plan', parallel: 2,
          workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'code' }, { kind: 'docs', workflow: 'docs' }],
        }, 'landed -> end stalled -> halt')),
      taskWorkflow('tests',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> static fail -> halt refused -> halt'),
        gate('static', ['static'], 'green -> prove red -> halt'),
        gate('prove', ['unit'], 'red -> land green -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> write dispute -> write')),
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 2 }, 'ok -> verify fail -> write refused -> halt'),
        gate('verify', ['unit'], 'green -> look red -> write'),
        review('look', ['r'], 'approve -> land change -> write fail -> halt'),
        land('land', [['look']], 'landed -> end conflict -> write red -> write')),
      taskWorkflow('docs',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> halt red -> halt')),
    ],
  }),
  faults: long ? 2 : 1,
  words: 0,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    const name = sheet.task?.id ?? '';
    if (sheet.step?.name === 'plan') return plans(long).map(({ label, tasks: some, isFault }) => ({ ...good(sheet, state, { tasks: some }), label, isFault }));
    if (name === 'n') return [{ label: 'nothing to do', result: { type: 'ended', word: 'ok' } }];
    if (kind === 'base') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    if (kind === 'probe') return [good(sheet, state), word(sheet, state, { word: 'red' })];
    if (sheet.step?.name === 'static') return [good(sheet, state, { word: 'green' })];
    const nothingAsserted = { ...toothless(scripted(sheet, state, { word: 'green' })), isFault: true };
    if (kind === 'gate' && name === 't') return [good(sheet, state), { ...good(sheet, state, { word: 'green' }), isFault: true }, nothingAsserted];
    if (kind === 'gate') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    if (sheet.step?.name === 'look') return [good(sheet, state), { ...good(sheet, state, { word: 'change' }), isFault: true }];
    const nothing = { label: 'nothing changed', result: { type: 'ended', word: 'ok' } as const, isFault: true };
    const outside = { label: 'outside', result: patchOf(sheet, ['src/else.md']), isFault: true };
    const writes = [good(sheet, state), { ...word(sheet, state, { word: 'fail' }), isFault: true }, infrastructure];
    if (name === 't') return [...writes, removal(sheet)];
    return name === 'c' ? [...writes, word(sheet, state, { word: 'dispute' }), outside, nothing] : writes;
  },
  disturbances: ['crash'],
  most: long ? 400_000 : 60_000,
});
