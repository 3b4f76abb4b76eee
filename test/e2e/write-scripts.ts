/** What scripted agents play, each in a file of its own beside a made repository. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MadeRepository } from './made-repository.ts';

/** By what is looked for: `TASK/STEP.ATTEMPT`, `TASK/STEP` or `STEP`. Gives their directory. */
export function writeScripts({ beside }: MadeRepository, scripts: Readonly<Record<string, string>>): string {
  const directory = join(beside, 'scripts');
  for (const [name, text] of Object.entries(scripts)) {
    const file = join(directory, `${name}.sh`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  chmodSync(directory, 0o755);
  return directory;
}
