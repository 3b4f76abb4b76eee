/**
 * Objects as git takes them from others: a pack. `git unpack-objects` writes each of it as an object of
 * its own, in whatever way the repository keeps them, and looks at no name, filter or attribute.
 */

import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { NewObject, ObjectFormat, ObjectKind } from './object-name.ts';

const kinds: Readonly<Record<ObjectKind, number>> = { commit: 1, tree: 2, blob: 3 };

export function* packStream(format: ObjectFormat, objects: readonly NewObject[]): Generator<Uint8Array> {
  const hash = createHash(format);
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(objects.length, 8);
  hash.update(head);
  yield head;
  for (const { kind, bytes } of objects) {
    // Git packs them anew: here they only pass through.
    for (const part of [sizeOf(kind, bytes.length), deflateSync(bytes, { level: 0 })]) {
      hash.update(part);
      yield part;
    }
  }
  yield hash.digest();
}

/** Four bits of the length beside the kind, then seven a byte, the lowest first. */
function sizeOf(kind: ObjectKind, length: number): Uint8Array {
  const bytes: number[] = [];
  let byte = (kinds[kind] << 4) | (length & 0x0f);
  // No shifts: a length may have more than 31 bits.
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
  }
  return Uint8Array.from([...bytes, byte]);
}
