/** Every keeper of blobs, against the one contract. */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scrubbedBlobs } from '../../src/hands/scrub/scrubbed-blobs.ts';
import { FileBlobs } from '../../src/journal/file-blobs.ts';
import { MemoryBlobs } from '../../src/journal/memory-blobs.ts';
import { blobsContract } from './blobs-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

blobsContract('memory', async () => {
  const blobs = new MemoryBlobs();
  return { blobs, damage: async (name, bytes) => blobs.damage(name, bytes), dispose: async () => undefined };
});

blobsContract('files', async () => {
  const directory = new TemporaryDirectory();
  const fileOf = (name: string): string => join(directory.path, 'blobs', name.slice(0, 2), name.slice(2));
  return {
    blobs: new FileBlobs(join(directory.path, 'blobs')),
    damage: async (name, bytes) => (bytes === null ? rm(fileOf(name)) : writeFile(fileOf(name), bytes)),
    dispose: async () => directory.remove(),
  };
});

blobsContract('scrubbed, by one that finds nothing', async () => {
  const blobs = new MemoryBlobs();
  const scrubbed = scrubbedBlobs(blobs, { scrubBytes: (bytes) => bytes });
  return { blobs: scrubbed, damage: async (name, bytes) => blobs.damage(name, bytes), dispose: async () => undefined };
});
