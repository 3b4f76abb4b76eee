/** Opening a real run of 100,000 events: the kernel's own state, from a snapshot as far behind as a host ever leaves it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountedIds } from '../src/host/counted-ids.ts';
import { catchUp } from '../src/host/load-run.ts';
import { LocalRunHost } from '../src/host/local-run-host.ts';
import { replayRun } from '../src/host/replay-run.ts';
import { systemClock } from '../src/host/system-clock.ts';
import { openLocal } from '../src/journal/open-local.ts';
import { brain } from '../src/kernel/brain.ts';
import type { Command } from '../src/kernel/command.ts';
import type { Event } from '../src/kernel/event.ts';
import type { State } from '../src/kernel/state.ts';
import { genesis } from '../src/ports/hash-chain.ts';
import { limits } from '../src/ports/limits.ts';
import { medians, timeOf } from './journal-rounds.ts';
import { ManyTasks } from './kernel-world.ts';
import type { Row } from './row.ts';

const atLeast = 100_000;
const perCommit = 500;
const rounds = 7;
/** One more, and the next host would save another. */
const longestTail = limits.snapshotMaxEvents - 1;

export async function rows(): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  try {
    const events = await fill(directory);
    const [open = Number.NaN, replay = Number.NaN] = await medians(rounds, [
      { round: () => timeOf(() => openOnce(directory, events)) },
      { round: () => timeOf(() => replayOnce(directory)) },
    ]);
    const what = `a run of ${events.toLocaleString('en')} events`;
    return [
      { id: 'kernel-open', what: `open ${what}, ${longestTail.toLocaleString('en')} behind its snapshot`, median: open, unit: 'ms', bar: '< 300', holds: open < 300 },
      { id: 'kernel-open-replay', what: `read, check and replay ${what}`, median: replay, unit: 'ms', bar: '-', holds: true },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function hostOver(local: ReturnType<typeof openLocal>): LocalRunHost<State, Command, Event> {
  const parts = { brain, ...local, clock: systemClock, ids: new CountedIds('bench') };
  return new LocalRunHost(parts, { timers: false, jitter: () => 0.5, onTrouble: (error) => { throw error; } });
}

/** Fills a journal through the host, with the commands of a run of many tasks. */
async function fill(directory: string): Promise<number> {
  const local = openLocal(directory);
  const host = hostOver(local);
  const run = new ManyTasks(1_000_000 / 50, { keep: true });
  const commands: Command[] = [];
  const { exec } = run;
  run.exec = (command) => {
    commands.push(command);
    return exec.call(run, command);
  };
  const started = run.events?.[0];
  if (started?.type !== 'RunStarted') throw new Error('a run begins with its start');
  const { ir, base, inputs, files, kernel } = started;
  await host.exec('bench', { type: 'start', id: 'start', at: 0, run: 'bench', kernel, ir, base, inputs, files });
  while ((run.events?.length ?? 0) < atLeast) run.step();
  for (let from = 0; from < commands.length; from += perCommit) {
    await Promise.all(commands.slice(from, from + perCommit).map((command) => host.exec('bench', command)));
  }
  const events = await host.look('bench', (_, version) => version.position);
  await host.close();
  const from = { state: brain.initialState(), version: genesis('bench') };
  const { state, version } = await catchUp('bench', from, { brain, journal: local.journal, to: events - longestTail });
  await local.snapshots.save('bench', { version, schema: brain.stateSchema, data: JSON.stringify(brain.freezeState(state)) });
  await local.journal.close();
  return events;
}

async function openOnce(directory: string, events: number): Promise<void> {
  const local = openLocal(directory);
  const host = hostOver(local);
  const position = await host.look('bench', (_, version) => version.position);
  if (position !== events) throw new Error(`opened at ${position} of ${events}`);
  await host.close();
  await local.journal.close();
}

async function replayOnce(directory: string): Promise<void> {
  const local = openLocal(directory);
  await replayRun('bench', { brain, journal: local.journal });
  await local.journal.close();
}
