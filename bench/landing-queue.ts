/**
 * How many runs of the landing's gate a landed change costs, and how long sixty-four take with a gate of a second: the
 * real brain, hands that only stand in, and a clock that jumps to whatever ends next.
 */

import { seededRandom } from '../src/hands/seeded-random.ts';
import { standIn } from '../src/hands/stand-in.ts';
import { brain } from '../src/kernel/brain.ts';
import type { Command } from '../src/kernel/command.ts';
import { describeOrder } from '../src/kernel/describe-order.ts';
import type { TaskSpec } from '../src/kernel/ir.ts';
import { isRefusal } from '../src/kernel/refusal.ts';
import type { State } from '../src/kernel/state.ts';
import { agent, gate, grow, land, plan, taskWorkflow, workflow } from '../src/language/build-ir.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const tasks = 64;
const hands = 8;
const gateMs = 1_000;
const seeds = 21;

export async function rows(): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const share of [0, 0.05, 0.2]) {
    const [queued, single] = [64, 1].map((batch) => medianOf(Array.from({ length: seeds }, (_, seed) => play({ share, batch, seed }).gates / tasks)));
    const ratio = (queued ?? Number.NaN) / (single ?? Number.NaN);
    const isBarred = share === 0.05;
    found.push({
      id: `landing-gates-${share * 100}`, what: `gates a landed change, of ${tasks} with ${share * 100} % bad together, against one by one`, median: queued ?? Number.NaN, unit: 'gates',
      against: single ?? Number.NaN, ratio, bar: isBarred ? 'ratio <= 0.5' : '-', holds: !isBarred || ratio <= 0.5,
    });
  }
  const [together, apart] = [64, 1].map((batch) => play({ share: 0, batch, seed: 0 }).ms / 1_000);
  found.push({ id: 'landing-time', what: `${tasks} green changes with a gate of a second, against one by one`, median: together ?? Number.NaN, unit: 's', against: apart ?? Number.NaN, ratio: (together ?? Number.NaN) / (apart ?? Number.NaN), bar: '-', holds: true });
  return found;
}

interface Playing {
  /** Of the changes, those that are green alone and red with what is before them, the first time. */
  readonly share: number;
  readonly batch: number;
  readonly seed: number;
}

function irOf(batch: number): ReturnType<typeof plan> {
  return plan({
    limits: { tasks: 1_000, batch, leases: hands },
    workflows: [
      workflow('bench',
        agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
        grow('build', { tasks: 'plan', workflows: [{ kind: 'code', workflow: 'leaf' }], parallel: tasks }, 'landed -> end  stalled -> halt')),
      taskWorkflow('leaf',
        agent('write', { agents: ['coder'], writes: 'task.writes', max: 5 }, 'ok -> verify  fail -> write  refused -> write'),
        gate('verify', ['unit'], 'green -> land  red -> write'),
        land('land', [], 'landed -> end  conflict -> write  red -> write')),
    ],
  });
}

function play({ share, batch, seed }: Playing): { readonly gates: number; readonly ms: number } {
  const random = seededRandom(seed + 1);
  const bad = new Set(Array.from({ length: tasks }, (_, at) => `t${at}`).filter(() => random() < share));
  const world = new World(batch, bad);
  while (world.state.run.status === 'running') world.step();
  if (world.state.run.status !== 'complete') throw new Error(`the run is ${world.state.run.status}`);
  return { gates: world.gates, ms: world.now };
}

interface Busy {
  readonly hand: string;
  readonly until: number;
  readonly command: Command;
}

class World {
  state: State = brain.initialState();
  now = 0;
  /** Runs of the landing's gate. */
  gates = 0;
  readonly #bad: Set<string>;
  readonly #busy: Busy[] = [];
  readonly #idle: string[] = Array.from({ length: hands }, (_, at) => `h${at}`);
  #sequence = 0;

  constructor(batch: number, bad: Set<string>) {
    this.#bad = bad;
    this.#give({ type: 'start', id: 's', at: 0, run: 'bench', kernel: 'bench', ir: irOf(batch), base: 'c0', inputs: [], files: [] });
  }

  /** Every hand that is free asks; then whatever ends next. */
  step(): void {
    for (let hand = this.#idle.pop(); hand !== undefined; hand = this.#idle.pop()) {
      const busy = this.#lease(hand);
      if (busy === null) {
        this.#idle.push(hand);
        break;
      }
      this.#busy.push(busy);
    }
    this.#busy.sort((a, b) => a.until - b.until);
    const next = this.#busy.shift();
    if (next === undefined) throw new Error('nothing is under way');
    this.now = next.until;
    this.#give({ ...next.command, at: this.now });
    this.#idle.push(next.hand);
  }

  #lease(hand: string): Busy | null {
    this.#sequence += 1;
    this.#give({ type: 'lease', id: 'l', at: this.now, hand, sequence: this.#sequence });
    const held = this.state.hands.get(hand);
    if (held === undefined || held.sequence !== this.#sequence) return null;
    const sheet = describeOrder(this.state, held.order);
    const isProbe = sheet.order.kind === 'probe';
    if (isProbe) this.gates += 1;
    const result = standIn(this.state, held.order, isProbe ? { word: this.#isRed(sheet.units.map(({ unit }) => unit)) ? 'red' : 'green', text: `red ${held.order}` } : { tasks: this.#tasks() });
    // All but the landing's gate takes no time: what is measured is the queue.
    return { hand, until: this.now + (isProbe ? gateMs : 0), command: { type: 'report', id: 'r', at: this.now, hand, order: held.order, epoch: held.epoch, result } };
  }

  /** One that is bad is red with anything before it, until it was sent back once. */
  #isRed(units: readonly string[]): boolean {
    return units.some((unit, at) => this.#bad.has(unit) && !this.#wasSentBack(unit) && (at > 0 || this.state.landing.landed > 0));
  }

  #wasSentBack(unit: string): boolean {
    return (this.state.lines.get(this.state.tasks.get(unit)?.frame ?? '')?.tallies ?? []).some(({ step, visits }) => step === 'write' && visits > 1);
  }

  #tasks(): readonly TaskSpec[] {
    return Array.from({ length: tasks }, (_, at) => ({ id: `t${at}`, title: `Task ${at}`, spec: 'What it is for.', kind: 'code', judgedBy: ['test/all.test.ts'], writes: [`src/file-${at}.ts`], needs: [] }));
  }

  #give(command: Command): void {
    const answer = brain.decide(this.state, command);
    if (!isRefusal(answer)) for (const event of answer) this.state = brain.evolve(this.state, event);
  }
}
