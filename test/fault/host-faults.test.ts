/**
 * Hosts over a journal that fails, answers «unknown», conflicts, tears and forgets, and that
 * crashes between: whatever was acknowledged is there, once, whole, and in an order in which the
 * brain would have decided the same.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CountedIds } from '../../src/host/counted-ids.ts';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import { replayRun } from '../../src/host/replay-run.ts';
import { verifyRun } from '../../src/host/verify-run.ts';
import type { Fate } from '../../src/journal/memory-disk.ts';
import type { Fault, FaultPlan } from '../../src/journal/memory-journal.ts';
import { openMemory } from '../../src/journal/open-memory.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { note, toyBrain, type ToyCommand, type ToyEvent, type ToyState } from '../contracts/toy-brain.ts';
import { seeded } from './seeded.ts';

type Host = LocalRunHost<ToyState, ToyCommand, ToyEvent>;

const worlds = 400;
const faults: readonly (Fault | null)[] = ['fail', 'conflict', 'applied', 'dropped', 'unsynced', null, null, null];
const fates: readonly Fate[] = ['kept', 'lost', 'torn'];

function pick<T>(random: () => number, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  assert.ok(picked !== undefined);
  return picked;
}

function planOf(random: () => number): FaultPlan {
  return ({ what }) => {
    if (what === 'append') return pick(random, faults);
    return random() < 0.02 ? 'fail' : null;
  };
}

interface World {
  readonly hosts: readonly Host[];
  readonly clock: ManualClock;
  readonly acked: Set<string>;
}

/** Gives commands to every host at once, some of them twice; what fails is given again later, or not. */
async function talk({ hosts, clock, acked }: World, random: () => number, round: number): Promise<void> {
  let waiting = 0;
  for (let i = 0; i < 6; i += 1) {
    const id = `${round}.${Math.floor(random() * 8)}`;
    waiting += 1;
    pick(random, hosts).exec('r', note(id, 'one', 'two', 'three')).then(
      (answer) => {
        assert.ok(!isRefusal(answer));
        acked.add(id);
      },
      () => undefined, // Given up: it may have been applied, or not.
    ).finally(() => {
      waiting -= 1;
    });
  }
  // Hosts that wait for each other wait for the clock.
  for (let turns = 0; waiting > 0; turns += 1) {
    assert.ok(turns < 100_000, 'every command is answered');
    await new Promise(setImmediate);
    clock.advanceTo(clock.nextAlarmAt() ?? clock.now());
  }
}

async function live(seed: number): Promise<number> {
  const random = seeded(seed);
  const local = openMemory(planOf(random));
  const clock = new ManualClock(1);
  const acked = new Set<string>();
  for (let life = 0; life < 3; life += 1) {
    const hosts = [0, 1].map((number) => new LocalRunHost(
      { brain: toyBrain, ...local, clock, ids: new CountedIds(`${life}.${number} `) },
      { timers: false, jitter: random, onTrouble: () => undefined, limits: { snapshotMinEvents: 5, anchorEveryEvents: 7, appendAttempts: 4 } },
    ));
    for (let round = 0; round < 3; round += 1) await talk({ hosts, clock, acked }, random, life * 3 + round);
    // The hosts are gone; what they had not synced meets its fate.
    local.journal.crash(() => pick(random, fates));
  }
  const whole = openMemory();
  const events = await copyOf(local.journal);
  for (const event of events) await whole.journal.append('r', await whole.journal.head('r'), [event]);
  const anchored = await local.anchor.read('r');
  if (anchored !== null) await whole.anchor.write('r', anchored);
  assert.deepEqual(await verifyRun('r', { ...whole, brain: toyBrain }), []);
  const { state } = await replayRun('r', { brain: toyBrain, journal: whole.journal });
  assert.equal(state.words, state.applied.size * 3, 'each command once and whole');
  for (const id of acked) assert.ok(state.applied.has(id), `${id} was acknowledged and is lost`);
  return acked.size;
}

/** The events, read again and again until no fault is in the way. */
async function copyOf(journal: ReturnType<typeof openMemory>['journal']): Promise<Awaited<ReturnType<typeof journal.read>>> {
  for (let tries = 0; tries < 100; tries += 1) {
    const events = await journal.read('r', { after: 0, limit: 10_000 }).catch(() => null);
    if (events !== null) return events;
  }
  throw new Error('a read fails one time in fifty');
}

describe('hosts over a failing journal', () => {
  it(`lose nothing that was acknowledged, in ${worlds} worlds`, async (t) => {
    let acked = 0;
    for (let seed = 1; seed <= worlds; seed += 1) {
      try {
        acked += await live(seed);
      } catch (error) {
        throw new Error(`world ${seed} went wrong`, { cause: error });
      }
    }
    t.diagnostic(`${acked} commands acknowledged`);
    assert.ok(acked > worlds * 10);
  });
});
