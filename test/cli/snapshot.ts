/**
 * Compares a text with the one that is kept. With REWRITE=1 the kept one is written anew: its
 * diff is what a reviewer reads.
 */

import { equal } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.ts';

export function matches(path: string, text: string): void {
  const file = join(root, path);
  if (process.env['REWRITE'] === '1') writeFileSync(file, text);
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  equal(text, kept, `${path} differs; REWRITE=1 node --test test/cli/*.test.ts writes it anew`);
}
