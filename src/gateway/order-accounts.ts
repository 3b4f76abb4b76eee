/** The account of each order on this machine: its own allowance, priced by today's table, within what the machine may use in a day. */

import type { Amount } from '../kernel/ir.ts';
import { GatewayError, type ModelOrder } from '../ports/gateway.ts';
import { type Day, withinDay } from './day/order-day.ts';
import type { KeyFor } from './keys/keys.ts';
import { OrderLedger } from './order-ledger.ts';
import { type PriceOverrides, priceTable } from './prices/price-table.ts';
import type { OrderAccount } from './server/order-account.ts';

export interface OrderAccountsOptions {
  /** `null`: a day has no budget. */
  readonly day: Day | null;
  readonly prices: PriceOverrides;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Throws `GatewayError` where the allowance cannot be held: without a price, or for today. */
export function orderAccounts({ day, prices: overrides, now }: OrderAccountsOptions): (order: ModelOrder, key: Pick<KeyFor, 'provider' | 'isSubscription'>) => OrderAccount {
  return ({ allowance, model }, { provider, isSubscription }) => {
    const prices = priceTable({ at: now(), overrides });
    const ledger = new OrderLedger({ allowance, shared: [], prices });
    assertHeld(allowance, isSubscription);
    if (model !== null) ledger.assertPriced({ provider, model });
    const own: OrderAccount = { hold: (asked, signal) => ledger.hold(asked, signal), bill: () => ledger.bill(), close: () => undefined };
    return day === null ? own : withinDay(own, day, { allowance, prices });
  };
}

function assertHeld({ usdMicros }: Amount, isSubscription: boolean): void {
  if (usdMicros > 0 && isSubscription) throw new GatewayError('Cannot hold a budget in money: the token of a subscription pays for it, and what that uses has no price; give a budget in tokens alone');
}
