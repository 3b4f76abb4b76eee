/** What every keeper of blobs must do, as tests: run on each implementation. */

import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe } from 'node:test';
import { BlobDamaged, type Blobs } from '../../src/ports/blobs.ts';
import { opened } from './opened.ts';

export interface BlobsUnderTest {
  readonly blobs: Blobs;
  /** Puts other bytes under a hash, as a failing disk does; `null` takes them away. */
  readonly damage: (name: string, bytes: Uint8Array | null) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export function blobsContract(name: string, open: () => Promise<BlobsUnderTest>): void {
  const test = opened(open);
  describe(`blobs contract: ${name}`, () => {
    test('keeps bytes under their SHA-256', async ({ blobs }) => {
      for (const bytes of [new Uint8Array(), Buffer.from('a'), Buffer.alloc(300_000, 'x')]) {
        const put = await blobs.put(bytes);
        assert.equal(put, hash('sha256', bytes, 'hex'));
        assert.deepEqual(Buffer.from((await blobs.get(put)) ?? []), Buffer.from(bytes));
        assert.equal(await blobs.has(put), true);
      }
    });

    test('has nothing under another hash', async ({ blobs }) => {
      const unknown = '0'.repeat(64);
      assert.equal(await blobs.get(unknown), null);
      assert.equal(await blobs.has(unknown), false);
    });

    test('takes the same bytes again and at once', async ({ blobs }) => {
      const names = await Promise.all(Array.from({ length: 8 }, () => blobs.put(Buffer.from('same'))));
      assert.equal(new Set(names).size, 1);
      assert.equal(Buffer.from((await blobs.get(await blobs.put(Buffer.from('same')))) ?? []).toString(), 'same');
    });

    test('tells damage, and a new put repairs it', async ({ blobs, damage }) => {
      const put = await blobs.put(Buffer.from('whole'));
      await damage(put, Buffer.from('whol3'));
      await assert.rejects(blobs.get(put), BlobDamaged);
      assert.equal(await blobs.put(Buffer.from('whole')), put);
      assert.equal(Buffer.from((await blobs.get(put)) ?? []).toString(), 'whole');
      await damage(put, null);
      assert.equal(await blobs.get(put), null);
    });
  });
}
