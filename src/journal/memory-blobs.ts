/** Blobs in memory. */

import { hash } from 'node:crypto';
import { BlobDamaged, type Blobs } from '../ports/blobs.ts';

export class MemoryBlobs implements Blobs {
  readonly #blobs = new Map<string, Uint8Array>();

  async put(bytes: Uint8Array): Promise<string> {
    const name = hash('sha256', bytes, 'hex');
    this.#blobs.set(name, bytes.slice());
    return name;
  }

  async get(name: string): Promise<Uint8Array | null> {
    const bytes = this.#blobs.get(name);
    if (bytes === undefined) return null;
    if (hash('sha256', bytes, 'hex') !== name) throw new BlobDamaged(`Blob ${name} has other bytes.`);
    return bytes.slice();
  }

  async has(name: string): Promise<boolean> {
    return this.#blobs.has(name);
  }

  /** Damages a blob, or takes it away: for tests of what reads them. */
  damage(name: string, bytes: Uint8Array | null): void {
    if (bytes === null) this.#blobs.delete(name);
    else this.#blobs.set(name, bytes.slice());
  }
}
