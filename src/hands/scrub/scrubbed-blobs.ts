/** Blobs into which no secret comes: what is put is scrubbed first, and named by what was kept. */

import type { Blobs } from '../../ports/blobs.ts';
import type { Scrubber } from './scrubber.ts';

export function scrubbedBlobs(blobs: Blobs, scrubber: Pick<Scrubber, 'scrubBytes'>): Blobs {
  return {
    put: (bytes) => blobs.put(scrubber.scrubBytes(bytes)),
    get: (hash) => blobs.get(hash),
    has: (hash) => blobs.has(hash),
  };
}
