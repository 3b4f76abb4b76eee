/** Every anchor, against the one contract; and what only files can have done to them. */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { FileAnchor } from '../../src/journal/file-anchor.ts';
import { MemoryAnchor } from '../../src/journal/memory-anchor.ts';
import { JournalError } from '../../src/ports/journal-error.ts';
import { anchorContract } from './anchor-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

anchorContract('memory', async () => ({ anchor: new MemoryAnchor(), dispose: async () => undefined }));

anchorContract('files', async () => {
  const directory = new TemporaryDirectory();
  return { anchor: new FileAnchor(join(directory.path, 'anchors')), dispose: async () => directory.remove() };
});

it('a file anchor is never taken for another, nor for none', async () => {
  const directory = new TemporaryDirectory();
  try {
    const anchor = new FileAnchor(directory.path);
    const file = join(directory.path, 'r.anchor');
    await anchor.write('r', { position: 7, chain: 'a'.repeat(64) });
    const whole = await readFile(file);
    for (const [at] of whole.entries()) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await writeFile(file, flipped);
      const found = await anchor.read('r').catch((error: unknown) => error);
      // A flip within the number or the chain leaves an anchor, which then disagrees with the journal.
      assert.ok(found instanceof JournalError || (typeof found === 'object' && found !== null && 'chain' in found));
    }
    await writeFile(file, '');
    await assert.rejects(anchor.read('r'), JournalError);
  } finally {
    directory.remove();
  }
});
