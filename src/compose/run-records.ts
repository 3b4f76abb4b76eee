/**
 * Where a run's repository is on this machine: no fact of the journal, which knows commits and not places.
 *
 * Written before the run's first event, so that a run that has begun can always be worked on.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, replaceFile } from '../journal/durable-file.ts';
import { fileNameOf } from '../journal/file-name.ts';

export interface RunRecord {
  readonly format: 1;
  /** Absolute. */
  readonly repository: string;
  /** Where the scripts of `scripted` agents are; `null`: there are none. */
  readonly scripts: string | null;
  /** Whether what is pushed gets a draft of a pull request. */
  readonly pullRequests: boolean;
  /** Layers that are bound for every order, by their keys. */
  readonly baked: readonly string[];
}

export async function writeRunRecord(directory: string, run: string, record: RunRecord): Promise<void> {
  await makeDirectory(join(directory, 'runs'));
  await replaceFile(placeOf(directory, run), JSON.stringify(record), { durable: true });
}

/** `null`: the run works on no repository of this machine; it may be a rehearsal. */
export function readRunRecord(directory: string, run: string): RunRecord | null {
  try {
    const record: RunRecord = JSON.parse(readFileSync(placeOf(directory, run), 'utf8'));
    return record.format === 1 ? record : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function placeOf(directory: string, run: string): string {
  return join(directory, 'runs', `${fileNameOf(run)}.json`);
}
