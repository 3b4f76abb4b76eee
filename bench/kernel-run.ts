/** A whole run of 100,000 tasks in memory, and a million events replayed. */

import { brain } from '../src/kernel/brain.ts';
import { replay } from '../src/kernel/replay.ts';
import { stateHash } from '../src/kernel/state-hash.ts';
import type { Event } from '../src/kernel/event.ts';
import { ManyTasks } from './kernel-world.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const tasks = 100_000;
const million = 1_000_000;
const rounds = 3;

export function rows(): Promise<readonly Row[]> {
  const whole: number[] = [];
  const replayed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    whole.push(runOnce());
    const events = firstMillion();
    const began = performance.now();
    replay(events, brain.initialState());
    replayed.push((performance.now() - began) / 1_000);
  }
  const run = medianOf(whole);
  const back = medianOf(replayed);
  return Promise.resolve([
    { id: 'kernel-run', what: 'a run of 100,000 tasks from seed to landed', median: run, unit: 's', bar: '< 10', holds: run < 10 },
    { id: 'kernel-replay', what: '1,000,000 events replayed', median: back, unit: 's', bar: '< 3', holds: back < 3 },
    hashRow(),
  ]);
}

/** Everything but making up the facts: seconds in the kernel. */
function runOnce(): number {
  const run = new ManyTasks(tasks);
  while (!run.over) run.step();
  if (run.state.landing.landed !== tasks) throw new Error(`${run.state.landing.landed} of ${tasks} landed`);
  return run.spent / 1_000;
}

function firstMillion(): readonly Event[] {
  const run = new ManyTasks(tasks, { keep: true });
  const events = run.events ?? [];
  while (!run.over && events.length < million) run.step();
  return events.slice(0, million);
}

/** For the record: no bar was set. */
function hashRow(): Row {
  const run = new ManyTasks(10_000);
  run.seed();
  stateHash(run.state);
  const times: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    run.step();
    const began = performance.now();
    stateHash(run.state);
    times.push((performance.now() - began) * 1_000);
  }
  return { id: 'kernel-hash', what: 'state hash after one command at 10,000 tasks', median: medianOf(times), unit: 'µs', bar: '-', holds: true };
}
