/** What the checker refuses, the kernel refuses as well: a task that has landed writes and lands no more (T6, L5). */

import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn, type Script } from '../../hands/stand-in.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../language/build-ir.ts';
import { brain } from '../brain.ts';
import type { Command } from '../command.ts';
import { describeOrder, type OrderSheet } from '../describe-order.ts';
import type { Event } from '../event.ts';
import type { Ir, TaskSpec } from '../ir.ts';
import { indexPlan } from '../plan.ts';
import { isRefusal } from '../refusal.ts';
import type { State } from '../state.ts';

const planOf = (landed: string): Ir => plan({
  workflows: [
    workflow('main',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
      grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 2 }, 'landed -> end  stalled -> halt')),
    taskWorkflow('leaf',
      agent('write', { agents: ['coder'], writes: 'task.writes', max: 2 }, 'ok -> verify  fail -> end  refused -> verify'),
      gate('verify', ['unit'], 'green -> land  red -> write'),
      land('land', [], `landed -> ${landed}  conflict -> write  red -> write  refused -> end`)),
  ],
});
const task: TaskSpec = { id: 'a', title: 'a', spec: 'a', kind: 'code', judgedBy: ['test/a.test.ts'], writes: ['src/**'], needs: [] };

/** Plays a run by a plan that no checker has passed. */
function play(script: (sheet: OrderSheet, turn: number) => Script): { state: State; events: readonly Event[] } {
  let state: State = brain.initialState();
  const events: Event[] = [];
  const give = (command: Command): void => {
    const answer = brain.decide(state, command);
    if (isRefusal(answer)) return;
    events.push(...answer);
    state = answer.reduce(brain.evolve, state);
  };
  give({ type: 'start', id: 's', at: 0, run: 'r', kernel: 'k', ir: planOf('end'), base: 'c0', inputs: [], files: [] });
  state.plan = indexPlan(planOf('write'));
  for (let turn = 1; turn < 20 && state.run.status === 'running'; turn += 1) {
    give({ type: 'lease', id: `l${turn}`, at: turn, hand: 'h', sequence: turn });
    const held = state.hands.get('h');
    if (held === undefined) continue;
    const result = standIn(state, held.order, script(describeOrder(state, held.order), turn));
    give({ type: 'report', id: `r${turn}`, at: turn, hand: 'h', order: held.order, epoch: held.epoch, result });
  }
  return { state, events };
}

const played = play((sheet, turn) => (sheet.step?.name === 'plan' ? { tasks: [task] } : { version: `v${turn}` }));

test('the plan is one that the checker refuses', () => {
  const answer = brain.decide(brain.initialState(), {
    type: 'start', id: 's', at: 0, run: 'r', kernel: 'k', ir: planOf('write'), base: 'c0', inputs: [], files: [],
  });
  match(isRefusal(answer) ? answer.message : '', /step write: can be reached from `land` when its task has landed/);
});

test('what is written after the landing is refused, and kept (T6, B4)', () => {
  const refused = played.events.filter((event) => event.type === 'PatchRefused');
  deepEqual(refused.map(({ why }) => why), [["T6: a has landed; what is still to do is another task's"]]);
});

test('and it does not land again', () => {
  equal(played.events.filter(({ type }) => type === 'Landed').length, 1);
  const refusals = played.events.filter((event) => event.type === 'VisitEnded' && event.visit.includes('/land.') && event.outcome === 'refused');
  equal(refusals.length, 1);
  equal(played.state.run.status, 'complete');
});
