/** What `ready` tells is what a hand is given, at every step of a run. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { standIn } from '../hands/stand-in.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../language/build-ir.ts';
import { brain } from './brain.ts';
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { TaskSpec } from './ir.ts';
import { ready } from './ready.ts';
import { isRefusal } from './refusal.ts';
import type { State } from './state.ts';

const ir = plan({
  workflows: [
    workflow('main',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
      grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 2 }, 'landed -> end  stalled -> halt')),
    taskWorkflow('leaf',
      agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> verify  fail -> write  refused -> write'),
      gate('verify', ['unit'], 'green -> land  red -> write'),
      land('land', [], 'landed -> end  conflict -> write  red -> write')),
  ],
});

const start: Command = { type: 'start', id: 'start', at: 0, run: 'r', kernel: 'k', ir, base: 'c0', inputs: [], files: [] };
const task = (id: string, needs: readonly string[]): TaskSpec => ({
  id, title: id, spec: id, kind: 'code', judgedBy: ['test/a.test.ts'], writes: [`src/${id}.ts`], needs,
});
const tasks = [task('a', []), task('b', []), task('c', ['a'])];

class Run {
  state: State = brain.initialState();

  constructor() {
    this.give(start);
  }

  give(command: Command): readonly Event[] {
    const answer = brain.decide(this.state, command);
    if (isRefusal(answer)) return [];
    this.state = answer.reduce(brain.evolve, this.state);
    return answer;
  }
}

describe('ready', () => {
  it('is empty before the start', () => {
    assert.deepEqual(ready(brain.initialState()), { orders: [], units: [] });
  });

  it('tells at every step what the next lease grants, to the end', () => {
    const run = new Run();
    let granted = 0;
    for (let at = 1; run.state.run.status === 'running'; at += 1) {
      assert.ok(at < 100, 'the run ends');
      const before = ready(run.state);
      const lease = run.give({ type: 'lease', id: '', at, hand: 'h', sequence: at }).find((event) => event.type === 'LeaseGranted');
      assert.ok(lease !== undefined, 'something can be done until the run ends');
      granted += 1;
      if (before.orders[0] === undefined) assert.ok(before.units.length > 0, `${lease.order} came from a unit that was ready`);
      else assert.equal(lease.order, before.orders[0].id);
      const { order, epoch } = lease;
      run.give({ type: 'report', id: '', at, hand: 'h', order, epoch, result: standIn(run.state, order, { tasks }) });
    }
    assert.equal(run.state.run.status, 'complete');
    assert.equal(granted, 1 + 1 + tasks.length * 3);
    assert.deepEqual(ready(run.state), { orders: [], units: [] });
  });

  it('tells nothing while the run is paused (R1)', () => {
    const run = new Run();
    assert.equal(ready(run.state).orders.length, 1);
    run.give({ type: 'pause', id: 'pause', at: 1, person: 'ada' });
    assert.deepEqual(ready(run.state), { orders: [], units: [] });
  });
});
