/**
 * `npm run simulate -- [--seeds N] [--from S] [--steps N] [--bug ID] [--threads N] [--tries N]`
 *
 * Runs worlds from seed S on: N of them, or as many as make N steps. Prints what happened. The
 * first seed that fails is shrunk by at most so many tries, and kept in fixtures/. With `--bug` a
 * bug is planted, and finding it is what is expected; `--bug all` plants each in turn.
 */

import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

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

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' }, from: { type: 'string', default: '1' }, steps: { type: 'string' },
    // A try costs up to 80 ms: `npm test` has a time limit. More of them make the fixture smaller.
    tries: { type: 'string', default: '400' },
    bug: { type: 'string' }, threads: { type: 'string', default: '2' },
  },
});

process.exitCode = values.bug === undefined ? await simulateAll() : await plant(values.bug);

async function simulateAll(): Promise<number> {
  const from = Number(values.from);
  const seeds = values.seeds === undefined ? (values.steps === undefined ? 200 : Infinity) : Number(values.seeds);
  const steps = values.steps === undefined ? Infinity : Number(values.steps);
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
  const threads = Number(values.threads);
  const all = await Promise.all(Array.from({ length: threads }, (_, index) => inThread({
    from: from + index, stride: threads, steps: steps / threads, bug: null,
    seeds: seeds === Infinity ? Infinity : Math.floor((seeds - index + threads - 1) / threads),
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
  const small = await shrinkSeed(seed, noBug, Number(values.tries));
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
  const bugs = id === 'all' ? allBugs : allBugs.filter((bug) => bug.id === id);
  let found = 0;
  for (const bug of bugs) {
    const failure = await findBug(bug, { from: Number(values.from), seeds: Number(values.seeds ?? 400) });
    if (failure !== null) found += 1;
    console.log(`${bug.id ?? ''}: ${failure === null ? 'NOT FOUND' : `seed ${failure.seed}, ${failure.violation.rule}: ${failure.violation.message.split('\n')[0]}`}`);
  }
  console.log(`planted bugs found: ${found}/${bugs.length}`);
  return found === bugs.length && found > 0 ? 0 : 1;
}
