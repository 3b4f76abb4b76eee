/**
 * Opening a run of 100,000 events, from the file to a state: as a host leaves it, with a snapshot,
 * and from its events alone. The brain is a small one, so that this is the journal's share.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountedIds } from '../src/host/counted-ids.ts';
import { LocalRunHost } from '../src/host/local-run-host.ts';
import { replayRun } from '../src/host/replay-run.ts';
import { systemClock } from '../src/host/system-clock.ts';
import { verifyRun } from '../src/host/verify-run.ts';
import { openLocal } from '../src/journal/open-local.ts';
import type { Brain } from '../src/ports/brain.ts';
import { medians, timeOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

interface Entry {
  readonly key: string;
  readonly value: number;
}

type Table = Map<string, Entry>;

const events = 100_000;
const perCommand = 100;
const rounds = 7;

/** One row of state for every four events, as a graph of tasks has. */
const brain: Brain<Table, readonly Entry[], Entry> = {
  initialState: () => new Map(),
  decide: (_, command) => command,
  evolve: (state, entry) => state.set(entry.key, entry),
  nextDueAt: () => null,
  tick: () => [],
  hostStarted: () => [],
  eventSchema: 1,
  upcast: ({ event }) => {
    if (typeof event !== 'object' || event === null || !('key' in event) || !('value' in event)) throw new Error('not an entry');
    return { key: String(event.key), value: Number(event.value) };
  },
  stateSchema: 1,
  freezeState: (state) => [...state.values()],
  thawState: (data) => new Map((Array.isArray(data) ? data : []).map((entry: Entry) => [entry.key, entry])),
  blobsOf: () => [],
};

export async function rows(): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  try {
    await fill(directory);
    const [open = Number.NaN, replay = Number.NaN, verify = Number.NaN] = await medians(rounds, [
      { round: () => timeOf(() => openOnce(directory)) },
      { round: () => timeOf(() => replayOnce(directory)) },
      { round: () => timeOf(() => verifyOnce(directory)) },
    ]);
    return [
      { id: 'journal-open', what: 'open a run of 100,000 events, with its snapshot', median: open, unit: 'ms', bar: '< 300', holds: open < 300 },
      { id: 'journal-replay', what: 'read, check and replay its 100,000 events', median: replay, unit: 'ms', bar: '-', holds: true },
      { id: 'journal-verify', what: 'verify its 100,000 events', median: verify, unit: 'ms', bar: '-', holds: true },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function hostOver(local: ReturnType<typeof openLocal>): LocalRunHost<Table, readonly Entry[], Entry> {
  const parts = { brain, ...local, clock: systemClock, ids: new CountedIds('bench') };
  return new LocalRunHost(parts, { timers: false, jitter: () => 0.5, onTrouble: (error) => { throw error; } });
}

async function fill(directory: string): Promise<void> {
  const local = openLocal(directory);
  const host = hostOver(local);
  for (let at = 0; at < events; at += perCommand) {
    const entries = Array.from({ length: perCommand }, (_, i) => ({ key: `${'task'.repeat(20)}-${(at + i) >> 2}`, value: at + i }));
    await host.exec('r', entries);
  }
  await host.close();
  await local.journal.close();
}

async function openOnce(directory: string): Promise<void> {
  const local = openLocal(directory);
  const host = hostOver(local);
  const position = await host.look('r', (_, version) => version.position);
  if (position !== events) throw new Error(`opened at ${position}`);
  await host.close();
  await local.journal.close();
}

async function replayOnce(directory: string): Promise<void> {
  const local = openLocal(directory);
  await replayRun('r', { brain, journal: local.journal });
  await local.journal.close();
}

async function verifyOnce(directory: string): Promise<void> {
  const local = openLocal(directory);
  const findings = await verifyRun('r', { ...local, brain });
  if (findings.length > 0) throw new Error(findings[0]?.message);
  await local.journal.close();
}
