/** A fault of publishing that the same attempt again would meet again. */

import type { PublishOutcome } from '../../ports/publisher.ts';

export function lasting(why: string): PublishOutcome {
  return { ok: false, why, passing: false };
}
