import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { note, toyBrain } from '../../test/contracts/toy-brain.ts';
import { openMemory } from '../journal/open-memory.ts';
import { genesis } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import { CountedIds } from './counted-ids.ts';
import { decodeEvent, encodeEvent } from './event-codec.ts';
import { LocalRunHost } from './local-run-host.ts';
import { ManualClock } from './manual-clock.ts';
import { verifyRun } from './verify-run.ts';

const stored = (schema: number, text: string): Parameters<typeof decodeEvent>[2] =>
  ({ position: 7, schema, bytes: Buffer.from(text), chain: '' });

describe('event codec', () => {
  it('reads what it wrote', () => {
    const event = { type: 'Noted', at: 1, by: 'x', part: 0, of: 1, word: 'ä \u{1F33F} \n' } as const;
    const { schema, bytes } = encodeEvent(toyBrain, event);
    assert.equal(schema, 2);
    assert.deepEqual(decodeEvent(toyBrain, 'r', { position: 1, schema, bytes, chain: '' }), event);
  });

  it('says of which run and position it cannot read an event, and what to do', () => {
    for (const text of ['{', '"\uD800', '{"type":"Unknown","at":1,"by":"x"}', 'null', '']) {
      assert.throws(() => decodeEvent(toyBrain, 'r', stored(2, text)), (error) =>
        error instanceof JournalError && error.code === 'damaged' && error.position === 7 && /Event 7 of run r .*verify r/.test(error.message));
    }
    assert.throws(() => decodeEvent(toyBrain, 'r', stored(3, '{}')), (error) =>
      error instanceof JournalError && error.code === 'newer-schema' && /Update Espalier/.test(error.message));
  });

  it('brings a journal of an old schema to today, and goes on with it in the new one', async () => {
    const local = openMemory();
    const old = ['a', 'b'].map((text, part) => JSON.stringify({ type: 'Noted', at: 1, by: 'old', part, of: 2, text }));
    await local.journal.append('r', genesis('r'), old.map((text) => ({ schema: 1, bytes: Buffer.from(text) })));
    const host = new LocalRunHost(
      { brain: toyBrain, ...local, clock: new ManualClock(), ids: new CountedIds('h') },
      { timers: false, jitter: () => 0, onTrouble: () => undefined },
    );
    assert.deepEqual(await host.look('r', (state) => [state.words, state.last]), [2, 'b']);
    assert.deepEqual(await host.exec('r', note('old', 'again')), []);
    await host.exec('r', note('new', 'c'));
    await host.close();
    const events = await local.journal.read('r', { after: 0, limit: 9 });
    assert.deepEqual(events.map(({ schema }) => schema), [1, 1, 2]);
    assert.deepEqual(await verifyRun('r', { ...local, brain: toyBrain }), []);
  });
});
