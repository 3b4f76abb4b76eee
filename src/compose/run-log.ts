/** Where the hands of a run that nobody waits for tell what they do. */

import { join } from 'node:path';
import { fileNameOf } from '../journal/file-name.ts';

export function logOf(directory: string, run: string): string {
  return join(directory, 'runs', `${fileNameOf(run)}.log`);
}
