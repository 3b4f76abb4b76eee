/** Whether a workspace of a fixed size is one. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Held, Sandbox } from '../../ports/sandbox.ts';
import { smallLimits, tryOrder } from './try-order.ts';

/** A file that is deleted and still open is what a quota that merely looks does not see. */
export async function diskHeld(sandbox: Pick<Sandbox, 'run'>, scratch: string): Promise<Held> {
  const place = mkdtempSync(join(scratch, 'probe-'));
  const base = join(place, 'base');
  mkdirSync(base);
  const fills = 'exec 3> file; rm file; head -c 30000000 /dev/zero >&3 && exit 0; exit 9';
  const limits = { ...smallLimits, fileBytes: 1 << 30, diskBytes: 1 << 22 };
  try {
    const outcome = await tryOrder(sandbox, ['sh', '-c', fills], { workspace: { base, layer: join(place, 'layer') }, limits });
    if (typeof outcome === 'string') return { held: false, how: outcome };
    const isFull = outcome.kind === 'exit' && outcome.code === 9;
    return isFull ? { held: true, how: 'a file system of a fixed size' } : { held: false, how: 'more could be written than there is room for' };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
