/**
 * Anchors as files in a directory beside the journal: one for each run, replaced atomically.
 *
 * Two hosts that write the same run's anchor at once may leave the older of the two: that is a
 * longer lag, never a wrong anchor.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '../ports/anchor.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { Version } from '../ports/version.ts';
import { makeDirectory, replaceFile } from './durable-file.ts';
import { fileNameOf } from './file-name.ts';
import { unlessMissing } from './unless-missing.ts';

interface Anchored {
  readonly run: string;
  readonly version: Version;
}

const suffix = '.anchor';

export class FileAnchor implements Anchor {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async write(run: string, version: Version): Promise<void> {
    const before = await this.read(run);
    if (before !== null && before.position >= version.position) return;
    await makeDirectory(this.#directory);
    const text = `espalier anchor 1\n${JSON.stringify({ run, ...version })}\n`;
    await replaceFile(this.#fileOf(run), text, { durable: true });
  }

  async read(run: string): Promise<Version | null> {
    const file = this.#fileOf(run);
    const text = await unlessMissing(file, readFile(file, 'utf8'));
    if (text === null) return null;
    const anchored = parse(text);
    if (anchored === null || anchored.run !== run) throw unreadable(file);
    return anchored.version;
  }

  async runs(): Promise<readonly string[]> {
    const names = (await unlessMissing(this.#directory, readdir(this.#directory))) ?? [];
    const anchors = names.filter((name) => name.endsWith(suffix) && !name.startsWith('.'));
    const runs = await Promise.all(anchors.map((name) => this.#runOf(name)));
    return runs.filter((run) => run !== null).toSorted();
  }

  /** One that is damaged hides no other: its run is known by its file's name, where that is an id. */
  async #runOf(name: string): Promise<string | null> {
    const file = join(this.#directory, name);
    const anchored = parse((await unlessMissing(file, readFile(file, 'utf8'))) ?? '');
    const id = name.slice(0, -suffix.length);
    if (anchored !== null) return anchored.run;
    return fileNameOf(id) === id ? id : null;
  }

  #fileOf(run: string): string {
    return join(this.#directory, fileNameOf(run) + suffix);
  }
}

const shape = /^espalier anchor 1\n(.+)\n$/;
const chainShape = /^[0-9a-f]{64}$/;

function parse(text: string): Anchored | null {
  const json = shape.exec(text)?.[1];
  if (json === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null; // Not JSON: the caller says where.
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('run' in value) || !('position' in value) || !('chain' in value)) return null;
  const { run, position, chain } = value;
  if (typeof run !== 'string' || typeof position !== 'number' || typeof chain !== 'string') return null;
  if (!Number.isSafeInteger(position) || position < 1 || !chainShape.test(chain)) return null;
  return { run, version: { position, chain } };
}

function unreadable(file: string): JournalError {
  return new JournalError(
    'damaged',
    `The anchor ${file} is damaged. Run \`espalier verify\` on its run; if the journal is whole, remove the file and it is written anew.`,
  );
}
