/** A text in the person's editor, in a file that only they can read, and that is gone afterwards. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

/** As git does: the editor is a command line of the person's own shell. */
export function editText(text: string, editor: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-edit-'));
  const file = join(directory, 'spec.md');
  try {
    writeFileSync(file, text, { mode: 0o600 });
    const { status, error } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    if (error !== undefined || status !== 0) throw new UsageError(`The editor ${editor} ended ${status === null ? 'by itself' : `with exit code ${status}`}: nothing was changed.`);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
