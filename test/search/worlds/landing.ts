/** Landing: three like units in one queue, prefixes under gate, bisection, conflicts of others' making, a red base. */

import { agent, gate, land, plan, taskWorkflow } from '../../../src/language/build-ir.ts';
import { elsewhere, good, infrastructure, scripted, toothless, unboxed, unmoved, word } from '../ends.ts';
import { task, type Act, type End, type MakeWorld } from '../world.ts';
import type { ReportResult } from '../../../src/kernel/facts.ts';
import type { State } from '../../../src/kernel/state.ts';
import { planAndBuild } from './plan-and-build.ts';

const names = ['ta', 'tb', 'tc'];

export const landing: MakeWorld = ({ long }) => ({
  name: 'landing',
  what: 'prefixes, bisection, reruns, ejections, reverts, a base that is red',
  ir: plan({
    limits: { leases: 2, retries: 0, visits: 2, conflicts: 0, ejections: 1, batch: 3, probes: 2, repeats: 3 },
    sandboxes: [{ name: 'box', use: 'scripted' }],
    gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
    workflows: [
      planAndBuild,
      taskWorkflow('code',
        agent('write', { agents: ['w'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> verify')),
    ],
  }),
  faults: long ? 2 : 1,
  words: long ? 2 : 1,
  acts,
  ends: (sheet, state) => {
    const { kind } = sheet.order;
    if (sheet.step?.name === 'plan') return [good(sheet, state, { tasks: names.map((id) => task(id)) })];
    if (kind === 'base') return [good(sheet, state), { ...word(sheet, state, { word: 'red' }), isFault: true }];
    if (kind === 'probe') return [good(sheet, state), word(sheet, state, { word: 'red' }), infrastructure, ...lies(scripted(sheet, state))];
    return kind === 'gate' ? [good(sheet, state), { ...toothless(scripted(sheet, state)), isFault: true }] : [good(sheet, state)];
  },
  alike: names,
  most: long ? 400_000 : 60_000,
});

/** What a hand reports of a prefix that it has not judged, or not built. */
const lies = (result: ReportResult): readonly End[] => [elsewhere(result), unmoved(result), unboxed(result)];

/** A person drops a unit, or takes back what landed. */
function acts(state: State): readonly Act[] {
  const found: Act[] = [];
  for (const [id, { status, reverts }] of state.units.entries()) {
    if (status === 'queued' && reverts === null) found.push({ label: `ada drops ${id}`, command: { type: 'drop', person: 'ada', task: id, text: '' } });
    if (status === 'landed') found.push({ label: `ada reverts ${id}`, command: { type: 'revert', person: 'ada', unit: id } });
  }
  return found;
}
