/** A run of many tasks, driven by hands that only stand in: what the kernel's benches measure. */

import { standIn } from '../src/hands/stand-in.ts';
import { brain } from '../src/kernel/brain.ts';
import type { Command } from '../src/kernel/command.ts';
import type { Event } from '../src/kernel/event.ts';
import type { TaskSpec } from '../src/kernel/ir.ts';
import { isRefusal } from '../src/kernel/refusal.ts';
import type { State } from '../src/kernel/state.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../src/language/build-ir.ts';

const hands = 16;
const row = 50;

const ir = plan({
  limits: { tasks: 1_000_000, batch: 64, leases: 64 },
  workflows: [
    workflow('bench',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
      grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: 32 }, 'landed -> end  stalled -> halt')),
    taskWorkflow('leaf',
      agent('write', { agents: ['coder'], writes: 'task.writes', max: 3 }, 'ok -> verify  fail -> write  refused -> write'),
      gate('verify', ['unit'], 'green -> land  red -> write'),
      land('land', [], 'landed -> end  conflict -> write  red -> write')),
  ],
});

/** Fifty tasks to a row, so that no hand waits however small the run; the first of a row needs nothing, the others one of the row before. */
export function manyTasks(count: number): readonly TaskSpec[] {
  return Array.from({ length: count }, (_, index): TaskSpec => ({
    id: `t${index}`, title: `Task ${index}`, spec: 'What it is for.', kind: 'code', judgedBy: ['test/all.test.ts'],
    writes: [`src/part-${index % 97}/file-${index}.ts`],
    needs: index < row || index % row === 0 ? [] : [`t${Math.max(0, index - row - (index % 3))}`],
  }));
}

export class ManyTasks {
  state: State = brain.initialState();
  readonly events: Event[] | null;
  commands = 0;
  /** Milliseconds spent in `decide` and `evolve`. */
  spent = 0;
  readonly #tasks: readonly TaskSpec[];
  readonly #reports: Command[] = [];
  #turn = 0;

  constructor(tasks: number, options: { readonly keep?: boolean } = {}) {
    this.#tasks = manyTasks(tasks);
    this.events = options.keep === true ? [] : null;
    this.exec({ type: 'start', id: 'start', at: 0, run: 'bench', kernel: 'bench', ir, base: 'c0', inputs: [], files: [] });
  }

  /** Goes on until the graph is there: the plan is admitted and the base is green. */
  seed(): void {
    while (this.state.tasks.size === 0) this.step();
  }

  get over(): boolean {
    return this.state.run.status !== 'running';
  }

  /** One command: a lease while hands are free, else a report. */
  step(): void {
    const report = this.#reports.length >= hands ? this.#reports.shift() : undefined;
    if (report !== undefined) return void this.exec(report);
    this.#turn += 1;
    const hand = `h${this.#turn % hands}`;
    const events = this.exec({ type: 'lease', id: 'lease', at: this.#turn, hand, sequence: this.#turn });
    const lease = events.find((event) => event.type === 'LeaseGranted');
    if (lease !== undefined) {
      const result = standIn(this.state, lease.order, { tasks: this.#tasks });
      this.#reports.push({ type: 'report', id: 'report', at: this.#turn, hand, order: lease.order, epoch: lease.epoch, result });
      return;
    }
    const next = this.#reports.shift();
    if (next === undefined) throw new Error(`nothing to do, and the run is ${this.state.run.status}`);
    this.exec(next);
  }

  exec(command: Command): readonly Event[] {
    const began = performance.now();
    const answer = brain.decide(this.state, command);
    if (!isRefusal(answer)) for (const event of answer) this.state = brain.evolve(this.state, event);
    this.spent += performance.now() - began;
    this.commands += 1;
    if (isRefusal(answer)) return [];
    if (this.events !== null) for (const event of answer) this.events.push(event);
    return answer;
  }
}
