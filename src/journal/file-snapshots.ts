/**
 * Snapshots as files: a line that says what it is a snapshot of, then the state as JSON text.
 *
 * Not synced: a snapshot that a power cut tore does not have the digest that its head names, and
 * is as good as none.
 */

import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';
import { makeDirectory, replaceFile } from './durable-file.ts';
import { fileNameOf } from './file-name.ts';

export class FileSnapshots implements Snapshots {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async load(run: string): Promise<Snapshot | null> {
    // One that cannot be read, for whatever reason, is as good as none: the journal has it all.
    const bytes = await readFile(this.#fileOf(run)).catch(() => null);
    if (bytes === null) return null;
    const end = bytes.indexOf('\n');
    return parse(run, bytes.toString('utf8', 0, end), bytes.subarray(end + 1));
  }

  async save(run: string, snapshot: Snapshot): Promise<void> {
    const { version, schema, data } = snapshot;
    const head = JSON.stringify({ run, ...version, schema, digest: hash('sha256', data, 'hex') });
    await makeDirectory(this.#directory);
    await replaceFile(this.#fileOf(run), `${head}\n${data}`, { durable: false });
  }

  #fileOf(run: string): string {
    return join(this.#directory, `${fileNameOf(run)}.snapshot`);
  }
}

/** `null` for whatever is not a whole snapshot of this run. */
function parse(run: string, head: string, data: Buffer): Snapshot | null {
  let value: unknown;
  try {
    value = JSON.parse(head);
  } catch {
    return null; // Torn or damaged: as good as none.
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('run' in value) || !('position' in value) || !('chain' in value)) return null;
  if (!('schema' in value) || !('digest' in value)) return null;
  const { position, chain, schema, digest } = value;
  if (value.run !== run || digest !== hash('sha256', data, 'hex')) return null;
  if (typeof position !== 'number' || typeof chain !== 'string' || typeof schema !== 'number') return null;
  return { version: { position, chain }, schema, data: data.toString('utf8') };
}
