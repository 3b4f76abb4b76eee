/**
 * Blobs as files, named by their hash, in 256 directories.
 *
 * Files and not rows: blobs are patches and logs, megabytes among events of bytes, and in the
 * database each would pass the write-ahead log and block the process while it does.
 */

import { hash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobDamaged, type Blobs } from '../ports/blobs.ts';
import { JournalError } from '../ports/journal-error.ts';
import { makeDirectory, replaceFile } from './durable-file.ts';
import { unlessMissing } from './unless-missing.ts';

const shape = /^[0-9a-f]{64}$/;

export class FileBlobs implements Blobs {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async put(bytes: Uint8Array): Promise<string> {
    const name = hash('sha256', bytes, 'hex');
    // A whole copy that is there was synced by whoever put it: rename comes after the sync.
    if (await this.#isWhole(name)) return name;
    const file = this.#fileOf(name);
    await makeDirectory(dirname(file));
    await replaceFile(file, bytes, { durable: true });
    return name;
  }

  async get(name: string): Promise<Uint8Array | null> {
    const file = this.#fileOf(name);
    const bytes = await unlessMissing(file, readFile(file));
    if (bytes !== null && hash('sha256', bytes, 'hex') !== name) {
      throw new BlobDamaged(`The blob ${file} does not have the bytes that its name says.`);
    }
    return bytes;
  }

  async has(name: string): Promise<boolean> {
    const file = this.#fileOf(name);
    return (await unlessMissing(file, access(file))) !== null;
  }

  async #isWhole(name: string): Promise<boolean> {
    const file = this.#fileOf(name);
    const bytes = await unlessMissing(file, readFile(file));
    return bytes !== null && hash('sha256', bytes, 'hex') === name;
  }

  #fileOf(name: string): string {
    if (!shape.test(name)) {
      throw new JournalError('invalid', `Cannot look up blob ${JSON.stringify(name)}: a blob's hash has 64 hexadecimal digits.`);
    }
    return join(this.#directory, name.slice(0, 2), name.slice(2));
  }
}
