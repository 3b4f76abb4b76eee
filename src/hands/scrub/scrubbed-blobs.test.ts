import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Blobs } from '../../ports/blobs.ts';
import { scrubbedBlobs } from './scrubbed-blobs.ts';
import { scrubber } from './scrubber.ts';

test('what is kept is named by what was kept, without its secret', async () => {
  const kept = new Map<string, Uint8Array>();
  const put = async (bytes: Uint8Array): Promise<string> => {
    const name = createHash('sha256').update(bytes).digest('hex');
    kept.set(name, bytes);
    return name;
  };
  const blobs: Blobs = { put, get: async (name) => kept.get(name) ?? null, has: async (name) => kept.has(name) };
  const name = await scrubbedBlobs(blobs, scrubber(() => ['the-key-0123456789'])).put(Buffer.from('log: the-key-0123456789\n'));
  assert.equal(Buffer.from(kept.get(name) ?? []).toString(), 'log: [secret: known key]\n');
});
