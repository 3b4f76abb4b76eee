/** What hands give back: as they are stopped, for hands that are gone, and what the others do where one is broken (T3, L2). */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HandParts } from '../../src/hands/hand-parts.ts';
import type { Event, EventOf } from '../../src/kernel/event.ts';
import { agent, plan, workflow } from '../../src/language/build-ir.ts';
import { CrewWorld } from './crew-world.ts';

const writing = plan({
  limits: { allowance: { usdMicros: 5_000_000, tokens: 1_000 } }, budget: { usdMicros: 5_000_000, tokens: null, timeMs: null },
  workflows: [workflow('main', agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code' }, 'ok -> end  fail -> halt  refused -> halt'))],
});

const endsIn = (events: readonly Event[]): readonly EventOf<'LeaseEnded'>[] => events.filter((event) => event.type === 'LeaseEnded');

/** Boxes that say when something has been printed in one. */
function heard(usual: HandParts, onOutput: () => void): Partial<HandParts> {
  const run: HandParts['boxes']['run'] = (work, watcher) => usual.boxes.run(work, {
    ...watcher,
    onOutput: (stream, bytes) => {
      watcher.onOutput(stream, bytes);
      onOutput();
    },
  });
  const { boxes } = usual;
  return { boxes: { run, collect: (work) => boxes.collect(work), place: (id) => boxes.place(id), openGateway: (of) => boxes.openGateway(of) } };
}

const stops = 5;

test('a crew may be stopped more often than an order has retries, and the next one does what is left', async () => {
  let [script, isReady] = ['', false];
  const world = await CrewWorld.begin({ ir: writing, scripts: () => (isReady ? 'mkdir src\necho 1 > src/a.js\n' : script) });
  try {
    // It has written something, and would go on for ever.
    script = 'mkdir src\necho 2 > src/a.js\necho begun\nexec cat "$PIPE"\n';
    const pipe = join(world.repository.beside, 'pipe');
    execFileSync('mkfifo', [pipe]);
    script = script.replace('$PIPE', pipe);
    for (let stop = 0; stop < stops; stop += 1) {
      const stopping = new AbortController();
      const end = await world.work({ stop: stopping.signal, parts: (usual) => heard(usual, () => stopping.abort()) });
      assert.equal(end.status, 'running');
    }
    assert.deepEqual(endsIn(world.events).map(({ how, again, at }) => [how, again === at]), Array.from({ length: stops }, () => ['given-back', true]));
    const row = await world.look(({ orders, money }) => ({ ...orders.get('@/write.1'), owed: money.owed.usdMicros, spent: money.spent.usdMicros }));
    // Nothing could be reached from the box: what was reserved is free again, or the next lease would not fit the budget.
    assert.deepEqual([row.status, row.faults, row.givenBack?.times, row.owed, row.spent], ['ready', 0, stops, 0, 0]);
    isReady = true;
    assert.equal((await world.work()).status, 'complete');
    const line = await world.look(({ lines }) => lines.get('@'));
    assert.deepEqual(line?.changes.map(({ path }) => path), ['src/a.js']);
    assert.equal(world.repository.git('cat-file', 'blob', line?.changes[0]?.to?.split(':')[1] ?? ''), '1');
  } finally {
    await world.close();
  }
});

test('what another process held is given back as soon as that has died, and done by who has nothing to do', async () => {
  const world = await CrewWorld.begin({ ir: writing, scripts: () => 'mkdir src\necho 1 > src/a.js\n' });
  try {
    await world.exec({ type: 'lease', hand: 'there-1', sequence: 1 });
    let lives = true;
    const rests = Promise.withResolvers<number>();
    // The crew has nothing to do, and asks to be woken.
    const clock: HandParts['clock'] = {
      now: () => world.clock.now(),
      at: (when, wake) => {
        rests.resolve(when);
        return world.clock.at(when, wake);
      },
    };
    const working = world.work({ parts: () => ({ clock, isGone: (hand) => hand === 'there-1' && !lives }) });
    const until = await rests.promise;
    assert.deepEqual(endsIn(world.events), [], 'whoever lives keeps what it has');
    lives = false;
    world.clock.advanceTo(until);
    assert.equal((await working).status, 'complete');
    assert.deepEqual(endsIn(world.events).map(({ epoch, how }) => [epoch, how]), [[1, 'given-back'], [2, 'reported']]);
    assert.ok(until < world.clock.now() + 60_000, 'well before its lease would lapse');
    const late = await world.exec({ type: 'report', hand: 'there-1', order: '@/write.1', epoch: 1, result: { type: 'ended', word: 'ok' } });
    assert.deepEqual(late.map(({ type }) => type), ['ReportStale']);
  } finally {
    await world.close();
  }
});

test('where something of ours is broken in one hand, the others finish and report, and then it is told', async () => {
  const ir = plan({
    limits: { retries: 0 },
    workflows: [workflow('main', agent('look', { agents: ['careful', 'broken'], panel: true, approves: 'yes', otherwise: 'no' }, 'yes -> end  no -> end  split -> end  fail -> end'))],
  });
  const bug = new TypeError('a bug');
  const pipe = { path: '' };
  const world = await CrewWorld.begin({ ir, scripts: (order) => {
    if (order === '@/look.1[2]') throw bug;
    return `cat '${pipe.path}'\necho '{"word": "yes"}' > "$ESPALIER_RESULT"\n`;
  } });
  try {
    pipe.path = join(world.repository.beside, 'pipe');
    execFileSync('mkfifo', [pipe.path]);
    const onEvents = (events: readonly Event[]): void => {
      // Once the one is broken, and all that follows at once from it has been done, the other may go on.
      if (endsIn(events).some(({ how }) => how === 'fault')) setImmediate(() => void writeFile(pipe.path, 'go on\n'));
    };
    await assert.rejects(world.work({ onEvents }), bug);
    assert.deepEqual(endsIn(world.events).map(({ order, how }) => [order, how]), [['@/look.1[2]', 'fault'], ['@/look.1[1]', 'reported']]);
    assert.deepEqual(world.events.flatMap((event) => (event.type === 'Replied' ? [[event.agent, event.word]] : [])), [['broken', 'fail'], ['careful', 'yes']]);
  } finally {
    await world.close();
  }
});
