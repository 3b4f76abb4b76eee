/** File names for run ids: readable where an id is safe on every file system, its hash where not. */

import { hash } from 'node:crypto';

const safe = /^[a-z0-9][a-z0-9-]{0,99}$/;

export function fileNameOf(run: string): string {
  return safe.test(run) ? run : `_${hash('sha256', run, 'hex')}`;
}
