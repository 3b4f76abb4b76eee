import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { note, toyBrain, type ToyCommand, type ToyEvent, type ToyState } from '../../test/contracts/toy-brain.ts';
import type { Fault, FaultPlan } from '../journal/memory-journal.ts';
import { type InMemory, openMemory } from '../journal/open-memory.ts';
import { isRefusal } from '../kernel/refusal.ts';
import type { Brain } from '../ports/brain.ts';
import { JournalError } from '../ports/journal-error.ts';
import { type Limits, limits as allLimits } from '../ports/limits.ts';
import { CountedIds } from './counted-ids.ts';
import { HostError } from './host-error.ts';
import { LocalRunHost } from './local-run-host.ts';
import { ManualClock } from './manual-clock.ts';
import { replayRun } from './replay-run.ts';

type Host = LocalRunHost<ToyState, ToyCommand, ToyEvent>;

interface World {
  readonly local: InMemory;
  readonly clock: ManualClock;
  readonly troubles: unknown[];
  readonly host: (options?: HostChoices) => Host;
}

interface HostChoices {
  readonly timers?: boolean;
  readonly limits?: Partial<Limits>;
  readonly brain?: Brain<ToyState, ToyCommand, ToyEvent>;
}

let hosts = 0;

function world(plan?: FaultPlan): World {
  const local = openMemory(plan);
  const clock = new ManualClock(1_000);
  const troubles: unknown[] = [];
  const host = ({ timers = false, limits = {}, brain = toyBrain }: HostChoices = {}): Host => {
    hosts += 1;
    const parts = { brain, ...local, clock, ids: new CountedIds(`host ${hosts} `) };
    return new LocalRunHost(parts, { timers, jitter: () => 0, onTrouble: (error) => troubles.push(error), limits });
  };
  return { local, clock, troubles, host };
}

/** Faults for the appends in their order; none after that. */
function appendFaults(...faults: readonly (Fault | null)[]): FaultPlan {
  let appends = 0;
  return ({ what }) => {
    if (what !== 'append') return null;
    appends += 1;
    return faults[appends - 1] ?? null;
  };
}

const stateOf = (host: Host, run = 'r'): Promise<readonly unknown[]> =>
  host.look(run, ({ words, last, ticks }) => [words, last, ticks]);

describe('local run host: faults of the journal', () => {
  for (const fault of ['applied', 'dropped', 'unsynced', 'conflict'] as const) {
    it(`applies a command once when the append is ${fault}`, async () => {
      const { host, local } = world(appendFaults(fault, fault));
      const one = host();
      const answers = await Promise.all([one.exec('r', note('1', 'a')), one.exec('r', note('2', 'b', 'c'))]);
      const words = answers.map((answer) => (isRefusal(answer) ? 'refused' : answer.map((event) => (event.type === 'Noted' ? event.word : event.type))));
      assert.deepEqual(words, [['a'], ['b', 'c']], 'each is answered with what it caused');
      assert.deepEqual(await stateOf(one), [3, 'c', 0]);
      assert.deepEqual((await replayRun('r', { brain: toyBrain, journal: local.journal })).state.words, 3);
    });
  }

  it('answers with what a command caused when others wrote before its unknown append was found', async () => {
    const { host, local } = world(appendFaults('applied'));
    const [one, other] = [host(), host()];
    // Between the unknown append and the look at it, another host appends behind it.
    const append = local.journal.append.bind(local.journal);
    let isFirst = true;
    local.journal.append = async (run, version, events) => {
      if (!isFirst) return append(run, version, events);
      isFirst = false;
      return append(run, version, events).catch(async (error: unknown) => {
        await other.exec('r', note('2', 'b'));
        throw error;
      });
    };
    const answer = await one.exec('r', note('1', 'a'));
    assert.ok(!isRefusal(answer));
    assert.deepEqual(answer.map((event) => event.type), ['Noted']);
    assert.deepEqual(await stateOf(one), [2, 'b', 0]);
  });

  it('says what failed, keeps nothing of it, and goes on', async () => {
    const { host } = world(appendFaults('fail'));
    const one = host();
    await assert.rejects(one.exec('r', note('1', 'a')), (error) => error instanceof JournalError && error.code === 'io');
    assert.deepEqual(await stateOf(one), [0, '', 0]);
    await one.exec('r', note('1', 'a'));
    assert.deepEqual(await stateOf(one), [1, 'a', 0]);
  });

  it('gives up after a bounded number of tries, saying why', async () => {
    const contended = world(({ what }) => (what === 'append' ? 'conflict' : null));
    await assert.rejects(contended.host().exec('r', note('1', 'a')), (error) => error instanceof HostError && error.code === 'contended');
    const unknown = world(({ what }) => (what === 'append' ? 'dropped' : null));
    await assert.rejects(unknown.host().exec('r', note('1', 'a')), (error) => error instanceof HostError && error.code === 'unknown');
  });

  it('never acknowledged what a crash takes back', async () => {
    for (const fate of ['lost', 'torn', 'kept'] as const) {
      const { host, local } = world(appendFaults(null, 'unsynced', 'fail'));
      const one = host();
      await one.exec('r', note('1', 'a'));
      await assert.rejects(one.exec('r', note('2', 'b', 'c', 'd')));
      local.journal.crash(() => fate);
      const next = host();
      assert.deepEqual(await stateOf(next), fate === 'kept' ? [4, 'd', 0] : [1, 'a', 0]);
      await next.exec('r', note('2', 'b', 'c', 'd'));
      assert.deepEqual(await stateOf(next), [4, 'd', 0]);
    }
  });

  it('turns commands away when too many wait', async () => {
    const { host } = world();
    const one = host({ limits: { queuedCommands: 2 } });
    const settled = await Promise.allSettled(['1', '2', '3'].map((id) => one.exec('r', note(id, id))));
    assert.deepEqual(settled.map(({ status }) => status), ['fulfilled', 'fulfilled', 'rejected']);
  });
});

describe('local run host: what one command breaks', () => {
  it('turns away one that causes an event of more bytes than a journal takes, and applies the others', async () => {
    const { host } = world();
    const one = host();
    const texts = ['a', 'b'.repeat(allLimits.eventBytes), 'c'];
    const settled = await Promise.allSettled(texts.map((text, id) => one.exec('r', note(`${id}`, text))));
    assert.deepEqual(settled.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
    assert.match(String(settled.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))), /too large: an event of \d+ bytes/);
    assert.deepEqual(await stateOf(one), [2, 'c', 0]);
  });

  it('tells of a state that cannot say when it wants a tick, though all are answered', async () => {
    const { host, troubles } = world();
    const nextDueAt = (): number => {
      throw new Error('no time');
    };
    const one = host({ timers: true, brain: { ...toyBrain, nextDueAt } });
    await one.exec('r', note('1', 'a'));
    assert.deepEqual(await stateOf(one), [1, 'a', 0]);
    assert.match(String(troubles), /no time/);
    await one.close();
  });
});

describe('local run host: loading', () => {
  it('carries many commands in one append', async () => {
    let appends = 0;
    const { host } = world(({ what }) => {
      appends += what === 'append' ? 1 : 0;
      return null;
    });
    const one = host();
    await Promise.all(Array.from({ length: 100 }, (_, i) => one.exec('r', note(`${i}`, 'a'))));
    assert.equal(appends, 1);
  });

  it('opens from a snapshot, and not from one of another history or schema', async () => {
    const { host, local } = world();
    let upcasts = 0;
    const brain = { ...toyBrain, upcast: (stored: { readonly schema: number; readonly event: unknown }): ToyEvent => {
      upcasts += 1;
      return toyBrain.upcast(stored);
    } };
    const first = host({ limits: { snapshotMinEvents: 10 } });
    for (let i = 0; i < 25; i += 1) await first.exec('r', note(`${i}`, `${i}`));
    await first.close();
    assert.deepEqual(await stateOf(host({ brain })), [25, '24', 0]);
    assert.equal(upcasts, 5);
    const snapshot = await local.snapshots.load('r');
    assert.equal(snapshot?.version.position, 20);
    for (const bad of [{ schema: 9 }, { version: { position: 20, chain: '0'.repeat(64) } }, { data: '{}' }, { data: 'torn' }]) {
      upcasts = 0;
      await local.snapshots.save('r', { ...snapshot, ...bad });
      assert.deepEqual(await stateOf(host({ brain })), [25, '24', 0]);
      assert.equal(upcasts, 25);
    }
  });

  it('puts the state away that was used longest ago, and its anchor is written then', async () => {
    const { host, local, clock } = world();
    const one = host({ limits: { loadedRuns: 2 } });
    for (const id of ['1', '2']) for (const run of ['a', 'b']) await one.exec(run, note(id, run));
    await one.exec('c', note('1', 'c'));
    const positions = async (): Promise<readonly unknown[]> =>
      Promise.all(['a', 'b', 'c'].map(async (run) => (await local.anchor.read(run))?.position));
    assert.deepEqual(await positions(), [2, 1, 1]);
    assert.deepEqual(await stateOf(one, 'a'), [2, 'a', 0]);
    await one.close();
    assert.deepEqual(await positions(), [2, 2, 1]);
    assert.equal(clock.nextAlarmAt(), null);
  });

  it('refuses a journal that has less than its anchor saw', async () => {
    const { host, local } = world();
    await local.anchor.write('r', { position: 3, chain: 'a'.repeat(64) });
    await assert.rejects(host().exec('r', note('1', 'a')), (error) => error instanceof JournalError && error.code === 'cut');
  });
});

describe('local run host: the anchor', () => {
  it('follows within its bounds of events and time', async () => {
    const { host, local, clock } = world();
    const one = host({ limits: { anchorEveryEvents: 10, anchorAfterMs: 500 } });
    const position = async (): Promise<number | undefined> => (await local.anchor.read('r'))?.position;
    await one.exec('r', note('first', 'a'));
    assert.equal(await position(), 1);
    for (let i = 2; i <= 10; i += 1) await one.exec('r', note(`${i}`, 'a'));
    assert.equal(await position(), 1);
    clock.advance(500);
    assert.equal(await position(), 10);
    for (let i = 11; i <= 20; i += 1) await one.exec('r', note(`${i}`, 'a'));
    assert.equal(await position(), 20);
    await one.exec('r', note('last', 'a'));
    await one.close();
    assert.deepEqual(await local.anchor.read('r'), await local.journal.head('r'));
  });

  it('holds the run back when it is too far behind', async () => {
    const { host, local } = world();
    const writing: (() => void)[] = [];
    const { write } = local.anchor;
    local.anchor.write = async (run, version) => {
      if (version.position > 1) await new Promise<void>((resolve) => writing.push(resolve));
      return write.call(local.anchor, run, version);
    };
    const one = host({ limits: { anchorEveryEvents: 2, anchorMostEvents: 5 } });
    for (let i = 1; i <= 6; i += 1) await one.exec('r', note(`${i}`, 'a'));
    let isAnswered = false;
    const seventh = one.exec('r', note('7', 'a')).then(() => {
      isAnswered = true;
    });
    await new Promise(setImmediate);
    assert.equal(isAnswered, false);
    for (const wake of writing) wake();
    await seventh;
    assert.equal(await one.look('r', (state) => state.words), 7);
  });

  it('tells when it cannot be written, and the run goes on', async () => {
    const { host, local, troubles } = world();
    const broken = { ...local.anchor, read: async () => null, write: () => Promise.reject(new Error('no anchor')) };
    const one = new LocalRunHost(
      { brain: toyBrain, ...local, anchor: { ...broken, runs: async () => [] }, clock: new ManualClock(), ids: new CountedIds('x') },
      { timers: false, jitter: () => 0, onTrouble: (error) => troubles.push(error), limits: { anchorEveryEvents: 1 } },
    );
    await one.exec('r', note('1', 'a'));
    await one.close();
    assert.match(String(troubles), /no anchor/);
    assert.deepEqual(await stateOf(host()), [1, 'a', 0]);
  });
});

describe('local run host: timers', () => {
  it('gives the tick that the state asks for, at its time, also when the state was put away', async () => {
    const { host, clock } = world();
    const one = host({ timers: true, limits: { loadedRuns: 1 } });
    await one.exec('r', { type: 'alarm', id: '1', at: 1_000, due: 5_000 });
    await one.exec('other', note('1', 'a'));
    clock.advance(3_999);
    assert.deepEqual(await stateOf(one), [0, '', 0]);
    clock.advance(1);
    assert.deepEqual(await stateOf(one), [0, '', 1]);
    await one.close();
    assert.equal(clock.nextAlarmAt(), null);
  });

  it('gives none without timers', async () => {
    const { host, clock } = world();
    const one = host();
    await one.exec('r', { type: 'alarm', id: '1', at: 1_000, due: 5_000 });
    clock.advance(10_000);
    assert.deepEqual(await stateOf(one), [0, '', 0]);
  });

  it('does not spin when the state is never content', async () => {
    const { host, clock } = world();
    const one = host({ timers: true, brain: { ...toyBrain, nextDueAt: () => 0 }, limits: { tickEveryMs: 100 } });
    await one.exec('r', note('1', 'a'));
    for (let i = 0; i < 5; i += 1) {
      clock.advance(0);
      await stateOf(one);
    }
    assert.equal(clock.nextAlarmAt(), 1_100);
    await one.close();
  });

  it('follows what another process appended', async () => {
    const { host, clock } = world();
    const server = host({ timers: true });
    assert.deepEqual(await stateOf(server), [0, '', 0]);
    await host().exec('r', { type: 'alarm', id: '1', at: 1_000, due: 2_000 });
    // The wake has come; one look later the server has followed it.
    await stateOf(server);
    assert.equal(clock.nextAlarmAt(), 2_000);
    await server.close();
  });

  it('tells the brain once a run that its host was away', async () => {
    const { host, local } = world();
    await host().exec('r', note('1', 'a'));
    const server = host({ timers: true });
    await server.exec('r', note('2', 'b'));
    await server.exec('r', note('3', 'c'));
    const texts = (await local.journal.read('r', { after: 0, limit: 9 })).map(({ bytes }) => Buffer.from(bytes).toString());
    assert.deepEqual(texts.map((text) => /"type":"(\w+)"/.exec(text)?.[1]), ['Noted', 'HostStarted', 'Noted', 'Noted']);
    await server.close();
  });
});

describe('local run host: ownership', () => {
  it('waits while another owns the run, and goes ahead when its time is over', async () => {
    const { host, local, clock } = world();
    await local.owners.own('r', { host: 'another', until: 1_800 }, clock.now());
    const one = host();
    const noting = one.exec('r', note('1', 'a'));
    const pauses: number[] = [];
    for (let now = clock.now(); now < 1_800; now = clock.now()) {
      await new Promise(setImmediate);
      const next = clock.nextAlarmAt();
      assert.ok(next !== null, 'it waits');
      pauses.push(next - now);
      clock.advanceTo(next);
    }
    await noting;
    await one.close();
    assert.deepEqual(pauses.slice(0, 6), [3, 5, 10, 20, 40, 80]);
    assert.equal(await local.owners.ownerOf('r'), null);
  });

  it('writes no owner while it is alone', async () => {
    const { host, local } = world();
    const owned: string[] = [];
    const one = host();
    const { own } = local.owners;
    local.owners.own = (run, owner, now) => {
      owned.push(run);
      return own.call(local.owners, run, owner, now);
    };
    for (let i = 0; i < 5; i += 1) await one.exec('r', note(`${i}`, 'a'));
    assert.deepEqual(owned, []);
  });

  it('does not believe a deadline from a clock that was set back', async () => {
    const { host, local, clock } = world();
    await local.owners.own('r', { host: 'another', until: 99_999_999 }, clock.now());
    await host().exec('r', note('1', 'a'));
  });
});
