/**
 * Real outputs of real tools, kept under test/fixtures/outputs/<tool>/<case>/: `stdout`, `stderr`, `exit`, files of results,
 * and as `again.…` what a second run printed otherwise. Beside them what is made of them; with REWRITE=1 that is written
 * anew, and its diff is what a reviewer reads.
 */

import { equal } from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandOutput } from '../../src/hands/distil/read-output.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'outputs');

export interface KeptOutput {
  /** `tool/case` */
  readonly name: string;
  readonly exit: number;
  readonly first: CommandOutput;
  /** What the second run printed; the same where nothing differed. */
  readonly second: CommandOutput;
}

export function keptOutputs(): readonly KeptOutput[] {
  return globSync('*/*/exit', { cwd: root }).toSorted().map((path) => {
    const name = path.slice(0, -'/exit'.length);
    const first = { stdout: bytesOf(`${name}/stdout`), stderr: bytesOf(`${name}/stderr`) };
    const again = (stream: 'stdout' | 'stderr'): Uint8Array =>
      existsSync(join(root, name, `again.${stream}`)) ? bytesOf(`${name}/again.${stream}`) : first[stream];
    return { name, exit: Number(readFileSync(join(root, path), 'utf8')), first, second: { stdout: again('stdout'), stderr: again('stderr') } };
  });
}

/** Paths of files of results, below the fixtures. */
export function keptFiles(glob: string): readonly string[] {
  return globSync(glob, { cwd: root }).toSorted();
}

export function bytesOf(path: string): Uint8Array {
  const file = join(root, path);
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : new Uint8Array();
}

export function isKept(path: string, text: string): void {
  const file = join(root, path);
  if (process.env['REWRITE'] === '1') writeFileSync(file, text);
  equal(text, existsSync(file) ? readFileSync(file, 'utf8') : '', `${path} differs; REWRITE=1 node --test test/hands/*.test.ts writes it anew`);
}
