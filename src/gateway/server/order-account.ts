/** What an order may still use of models, and what it has: held before each request and settled after it (R4). */

import type { ModelBill } from '../../ports/gateway.ts';
import type { AskedModel, Hold } from '../order-ledger.ts';

export interface OrderAccount {
  /** A string: it would pass what the order, or the machine, may still use. `signal`: who asks is gone, and waits no longer. */
  hold(asked: AskedModel, signal: AbortSignal): Promise<Hold | string>;
  bill(): ModelBill;
  /** Nothing is asked any longer, and every hold has ended. */
  close(): void;
}
