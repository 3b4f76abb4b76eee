/**
 * Commands through a host, many clients of one run: what group commit gives, and what the anchor
 * that follows costs at different distances.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountedIds } from '../src/host/counted-ids.ts';
import { LocalRunHost } from '../src/host/local-run-host.ts';
import { systemClock } from '../src/host/system-clock.ts';
import { openLocal } from '../src/journal/open-local.ts';
import type { Brain } from '../src/ports/brain.ts';
import { limits } from '../src/ports/limits.ts';
import { BareLoop } from './journal-bare.ts';
import { medians, rateOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

interface Said {
  readonly word: string;
}

const rounds = 15;
const commands = 480;
const clients = 8;
const never = 1_000_000_000;

/** It counts, so that nearly all of the time is the host's and the journal's. */
const brain: Brain<{ count: number }, Said, Said> = {
  initialState: () => ({ count: 0 }),
  decide: (_, command) => [command],
  evolve: (state) => {
    state.count += 1;
    return state;
  },
  nextDueAt: () => null,
  tick: () => ({ word: 'tick' }),
  hostStarted: () => ({ word: 'started' }),
  eventSchema: 1,
  upcast: ({ event }) => ({ word: JSON.stringify(event) }),
  stateSchema: 1,
  freezeState: (state) => ({ ...state }),
  thawState: () => ({ count: 0 }),
  blobsOf: () => [],
};

export async function rows(): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  const bare = new BareLoop(join(directory, 'bare.db'));
  const anchored = [limits.anchorEveryEvents, never, 1].map((every) => clientsOf(join(directory, `${every}`), every));
  try {
    const [loop = Number.NaN, usual = Number.NaN, without = Number.NaN, always = Number.NaN] = await medians(rounds, [
      { round: () => rateOf(commands, () => bare.append(commands)) },
      ...anchored.map(({ talk }) => ({ round: () => rateOf(commands, talk) })),
    ]);
    const unit = 'commands/s';
    const what = `commands of ${clients} clients to one run`;
    return [
      { id: 'host-group', what, median: usual, unit, against: loop, ratio: usual / loop, bar: 'ratio > 1', holds: usual > loop },
      { id: 'host-anchor', what: `${what}, the anchor as usual, against none`, median: usual, unit, against: without, ratio: usual / without, bar: '-', holds: true },
      { id: 'host-anchor-always', what: `${what}, an anchor after each, against none`, median: always, unit, against: without, ratio: always / without, bar: '-', holds: true },
    ];
  } finally {
    for (const { close } of anchored) await close();
    bare.close();
    rmSync(directory, { recursive: true });
  }
}

interface Clients {
  readonly talk: () => Promise<void>;
  readonly close: () => Promise<void>;
}

function clientsOf(directory: string, anchorEveryEvents: number): Clients {
  const local = openLocal(directory);
  const host = new LocalRunHost(
    { brain, ...local, clock: systemClock, ids: new CountedIds('bench') },
    {
      timers: false, jitter: () => 0.5, onTrouble: (error) => { throw error; },
      limits: { anchorEveryEvents, anchorAfterMs: never, anchorMostEvents: Math.max(anchorEveryEvents, limits.anchorMostEvents) },
    },
  );
  const word = 'x'.repeat(200);
  const client = async (): Promise<void> => {
    for (let i = 0; i < commands / clients; i += 1) await host.exec('r', { word });
  };
  return {
    talk: async () => {
      await Promise.all(Array.from({ length: clients }, client));
    },
    close: async () => {
      await host.close();
      await local.journal.close();
    },
  };
}
