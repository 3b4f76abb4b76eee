/**
 * The hash chain over a run's events, which every journal keeps and `verify` recomputes.
 *
 *   chain(0) = SHA-256("espalier chain 1" ‖ len(run) ‖ run)
 *   chain(n) = SHA-256(chain(n−1) ‖ len(run) ‖ run ‖ n ‖ schema ‖ len(bytes) ‖ bytes)
 *
 * Every part has a fixed width or its length before it, so that no two histories have the same
 * input. The run is in it, so that events cannot move from one run to another.
 */

import { hash } from 'node:crypto';
import type { Version } from './version.ts';

export interface Link {
  readonly position: number;
  readonly schema: number;
  readonly bytes: Uint8Array;
}

const domain = Buffer.from('espalier chain 1');
const chainBytes = 32;
const countBytes = 8;
const lengthBytes = 4;

/** The version of a run that has no event yet. */
export function genesis(run: string): Version {
  const name = Buffer.from(run);
  const input = Buffer.alloc(domain.length + lengthBytes + name.length);
  domain.copy(input);
  input.writeUInt32BE(name.length, domain.length);
  name.copy(input, domain.length + lengthBytes);
  return { position: 0, chain: hash('sha256', input, 'hex') };
}

/** The chain's head after `link`, given the head before it. */
export function nextChain(run: string, before: string, link: Link): string {
  const name = Buffer.from(run);
  const fixed = chainBytes + lengthBytes + name.length + countBytes + lengthBytes + lengthBytes;
  const input = Buffer.allocUnsafe(fixed + link.bytes.length);
  let end = input.write(before, 0, chainBytes, 'hex');
  // A head that is not 32 bytes of hexadecimal is no head: zeros keep the framing fixed.
  if (end !== chainBytes) input.fill(0, 0, chainBytes);
  end = input.writeUInt32BE(name.length, chainBytes);
  end += name.copy(input, end);
  // Signed, so that a position that only damage makes has a chain as well: it will not be the right one.
  end = input.writeBigInt64BE(BigInt(link.position), end);
  end = input.writeUInt32BE(link.schema, end);
  end = input.writeUInt32BE(link.bytes.length, end);
  input.set(link.bytes, end);
  return hash('sha256', input, 'hex');
}
