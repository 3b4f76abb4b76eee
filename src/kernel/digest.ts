/** Names of contents: what two things with the same name may be taken to share. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import { canonical } from './canonical.ts';

export function digestText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The digest of plain data: the same for equal data, in whatever order its keys were written. */
export function digestOf(data: unknown): string {
  return digestText(canonical(data));
}

/** For what people and guidance carry: short enough to read, long enough not to collide here. */
export function shortDigest(text: string): string {
  return digestText(text).slice(0, 16);
}
