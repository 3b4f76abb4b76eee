/**
 * `npm run simulate -- [--seeds N] [--from S] [--steps N] [--bug ID] [--threads N] [--tries N]`
 *
 * Runs worlds from seed S on: N of them, or as many as make N steps. Prints what happened. The
 * first seed that fails is shrunk by at most so many tries, and kept in fixtures/. With `--bug` a
 * bug is planted, and finding it is what is expected; `--bug all` plants each in turn.
 */

import { Worker } from 'node:worker_threads';

import { namesOrEnd, optionsOrEnd } from '../../tools/tool-options.ts';
import type { ThreadData } from './batch-thread.ts';
import { allBugs, noBug } from './bugs.ts';
import { shrinkSeed, writeFixture } from './fixture.ts';
import { findBug } from './find-bug.ts';
import { neverSeen, reportOf } from './report.ts';
import { stepsOf } from './simulate.ts';
import { addTally, newTally, type Tally } from './tally.ts';

/** From so many steps on, every type of event must have been seen, and hosts have had their share. */
const stepsOfWholeRun = 500_000;
const hostShare = 0.2;

// A try costs up to 80 ms: `npm test` has a time limit. More of them make the fixture smaller.
const { from: first = '1', tries = '400', threads = '2', ...asked } = optionsOrEnd({
  seeds: 1, from: 0, steps: 1, tries: 0, bug: 'text', threads: 1,
});
const { bug: planted } = asked;

process.exitCode = planted === undefined ? await simulateAll() : await plant(planted);

async function simulateAll(): Promise<number> {
  const from = Number(first);
  const seeds = asked.seeds === undefined ? (asked.steps === undefined ? 200 : Infinity) : Number(asked.seeds);
  const steps = asked.steps === undefined ? Infinity : Number(asked.steps);
  const started = performance.now();
  const tally = await shared({ from, seeds, steps });
  console.log(`seeds from ${from}`);
  console.log(reportOf(tally));
  console.log(`${Math.round((performance.now() - started) / 1000)} s`);
  const [failure] = tally.failures.toSorted((one, other) => one.seed - other.seed);
  if (failure !== undefined) await keep(failure.seed);
  return failure === undefined && isWhole(tally) ? 0 : 1;
}

/** The seeds are dealt out, and so are the steps: which worlds are run does not hang on timing. */
async function shared({ from, seeds, steps }: { from: number; seeds: number; steps: number }): Promise<Tally> {
  const many = Number(threads);
  const all = await Promise.all(Array.from({ length: many }, (_, index) => inThread({
    from: from + index, stride: many, steps: steps / many, bug: null,
    seeds: seeds === Infinity ? Infinity : Math.floor((seeds - index + many - 1) / many),
  })));
  const tally = newTally();
  for (const one of all) addTally(tally, one);
  return tally;
}

function inThread(workerData: ThreadData): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('batch-thread.ts', import.meta.url), { workerData });
    thread.once('message', (tally: Tally) => resolve(tally));
    thread.once('error', reject);
  });
}

async function keep(seed: number): Promise<void> {
  const small = await shrinkSeed(seed, noBug, Number(tries));
  if (small === null) return;
  console.log(`seed ${seed} shrunk from ${small.from} rows to ${small.to} in ${small.tries} tries: ${writeFixture(small.fixture)}`);
  console.log(`  ${small.fixture.found.rule}: ${small.fixture.found.message}`);
}

function isWhole(tally: Tally): boolean {
  if (stepsOf(tally) < stepsOfWholeRun) return true;
  const missing = neverSeen(tally);
  if (missing.length > 0) console.log(`red: no world has shown ${missing.join(', ')}`);
  const enough = (tally.steps['host'] ?? 0) >= hostShare * stepsOf(tally);
  if (!enough) console.log('red: too few steps went through hosts');
  return missing.length === 0 && enough;
}

async function plant(id: string): Promise<number> {
  namesOrEnd([id], ['all', ...allBugs.map((bug) => bug.id ?? '')]);
  const bugs = id === 'all' ? allBugs : allBugs.filter((bug) => bug.id === id);
  let found = 0;
  for (const bug of bugs) {
    const failure = await findBug(bug, { from: Number(first), seeds: Number(asked.seeds ?? 400) });
    if (failure !== null) found += 1;
    console.log(`${bug.id ?? ''}: ${failure === null ? 'NOT FOUND' : `seed ${failure.seed}, ${failure.violation.rule}: ${failure.violation.message.split('\n')[0]}`}`);
  }
  console.log(`planted bugs found: ${found}/${bugs.length}`);
  return found === bugs.length && found > 0 ? 0 : 1;
}
