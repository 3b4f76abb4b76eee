/** What `espalier --version` adds to starting Node, side by side under the same Node. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { medians, timeOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const bin = fileURLToPath(new URL('../bin/espalier.cjs', import.meta.url));
const rounds = 31;

export async function rows(): Promise<readonly Row[]> {
  const run = (args: readonly string[]) => () => timeOf(() => {
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${args.join(' ')} exited ${status}`);
  });
  const [bare = Number.NaN, version = Number.NaN] = await medians(rounds, [
    { round: run(['-e', '0']) },
    { round: run([bin, '--version']) },
  ]);
  const ratio = version / bare;
  return [{
    id: 'cli-version', what: 'espalier --version against node -e 0', median: version, unit: 'ms',
    against: bare, ratio, bar: 'ratio <= 1.5', holds: ratio <= 1.5,
  }];
}
