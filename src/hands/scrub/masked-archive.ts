/**
 * The archive of a session without the secrets in its files: known keys and exact shapes become stars, length for length.
 *
 * It is opened in memory alone, within a cap, and no name in it is followed.
 */

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Scrubber } from './scrubber.ts';

const mostBytes: number = 64 << 20;
const block = 512;
const [opened, closed] = [promisify(gunzip), promisify(gzip)];

/** `null`: it is none, is larger than is taken, or a name in it holds a secret. */
export async function maskedArchive(archive: Uint8Array, { mask }: Pick<Scrubber, 'mask'>): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = await opened(archive, { maxOutputLength: mostBytes });
  } catch {
    return null;
  }
  const clean = mask(bytes);
  if (Buffer.compare(clean, bytes) === 0) return archive;
  return headersAreAlike(bytes, clean) ? closed(clean) : null;
}

/** Headers have sums of their own: what changes one is not put right here. */
function headersAreAlike(before: Uint8Array, after: Uint8Array): boolean {
  for (let at = 0; at + block <= before.length;) {
    if (Buffer.compare(before.subarray(at, at + block), after.subarray(at, at + block)) !== 0) return false;
    const size = Number.parseInt(Buffer.from(before.subarray(at + 124, at + 136)).toString('latin1').replaceAll('\0', '').trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) return false;
    at += block + Math.ceil(size / block) * block;
  }
  return true;
}
