/** A run that began under a kernel that let two grows of one plan take other kinds: what only one takes, the other refuses (T1, T4). */

import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn, type Script } from '../../hands/stand-in.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../../language/build-ir.ts';
import { brain } from '../brain.ts';
import type { Command } from '../command.ts';
import { describeOrder } from '../describe-order.ts';
import type { Event } from '../event.ts';
import type { Ir, TaskKind, TaskSpec } from '../ir.ts';
import { indexPlan } from '../plan.ts';
import { isRefusal } from '../refusal.ts';
import type { State } from '../state.ts';

const planOf = (kind: TaskKind): Ir => plan({
  workflows: [
    workflow('main',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
      grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 1 }, 'landed -> end  stalled -> more'),
      grow('more', { tasks: 'plan', workflows: [{ kind, workflow: 'leaf' }], parallel: 1 }, 'landed -> end  stalled -> halt')),
    taskWorkflow('leaf',
      agent('write', { agents: ['coder'], writes: 'task.writes', max: 1 }, 'ok -> verify  fail -> halt  refused -> halt'),
      gate('verify', ['unit'], 'green -> land  red -> halt'),
      land('land', [], 'landed -> end  conflict -> halt  red -> halt')),
  ],
});
const task: TaskSpec = { id: 'a', title: 'a', spec: 'a', kind: 'code', judgedBy: ['test/a.test.ts'], writes: ['src/**'], needs: [] };
const start = (ir: Ir): Command => ({ type: 'start', id: 's', at: 0, run: 'r', kernel: 'k', ir, base: 'c0', inputs: [], files: [] });

/** Plays a run whose second grow takes another kind, which no checker has seen; its one task fails. */
function play(kind: TaskKind): { state: State; events: readonly Event[] } {
  let state: State = brain.initialState();
  const events: Event[] = [];
  const give = (command: Command): void => {
    const answer = brain.decide(state, command);
    if (isRefusal(answer)) return;
    events.push(...answer);
    state = answer.reduce(brain.evolve, state);
  };
  give(start(planOf('code')));
  state.plan = indexPlan(planOf(kind));
  for (let turn = 1; turn < 5 && state.run.status === 'running'; turn += 1) {
    give({ type: 'lease', id: `l${turn}`, at: turn, hand: 'h', sequence: turn });
    const held = state.hands.get('h');
    if (held === undefined) continue;
    const script: Script = describeOrder(state, held.order).step?.name === 'write' ? { word: 'fail' } : { tasks: [task] };
    give({ type: 'report', id: `r${turn}`, at: turn, hand: 'h', order: held.order, epoch: held.epoch, result: standIn(state, held.order, script) });
  }
  return { state, events };
}

const waysOf = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'FrameHalted' && event.frame === 'a' ? event.ways : []));
const ends = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'VisitEnded' && event.visit === '@/more.1' ? `${event.outcome}: ${event.guidance?.text ?? ''}` : []));

test('the checker refuses such a plan', () => {
  const answer = brain.decide(brain.initialState(), start(planOf('docs')));
  match(isRefusal(answer) ? answer.message : '', /step more: grows the tasks of `plan` for `docs`, and `build` grows them for `code`/);
});

test('a grow that has no workflow for what is lost is refused, and no way on names a retry of it', () => {
  const { state, events } = play('docs');
  deepEqual(ends(events), ['refused: T1: task `a` is of kind `code`, for which more has no workflow']);
  deepEqual(waysOf(events).filter((way) => way.includes('retry a')), []);
  const wish = brain.decide(state, { type: 'retry', id: 'w', at: 9, person: 'ada', task: 'a', text: '' });
  match(isRefusal(wish) ? wish.message : '', /^a cannot begin anew in this run: no wire leads from more /);
});

test('one that has a workflow for it begins, and the way on names a retry', () => {
  const { state, events } = play('code');
  equal(state.run.status, 'halted');
  deepEqual(ends(events), ['stalled: 0 of 1 units landed, 1 halted, 0 dropped']);
  equal(waysOf(events).filter((way) => way.includes('retry a')).length, 1);
  equal(isRefusal(brain.decide(state, { type: 'retry', id: 'w', at: 9, person: 'ada', task: 'a', text: '' })), false);
});
