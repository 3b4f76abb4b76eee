/**
 * The day's budget as one order uses of it: put down as the order's whole allowance where that is as much as it can use, and
 * request by request where it has none in what the day is limited by (R4).
 */

import type { Amount } from '../../kernel/ir.ts';
import { GatewayError, type ModelBill } from '../../ports/gateway.ts';
import { estimateOf, sumOf } from '../estimate.ts';
import type { AskedModel, Hold } from '../order-ledger.ts';
import type { PriceTable } from '../prices/price-table.ts';
import type { OrderAccount } from '../server/order-account.ts';
import type { DayAmount, DayLedger, DayRequest } from './day-ledger.ts';

export interface Day {
  readonly ledger: Pick<DayLedger, 'reserve' | 'settle'>;
  readonly budget: DayAmount;
}

/** Throws `GatewayError` where the day has not the whole allowance left, and says until when. */
export function withinDay(own: OrderAccount, day: Day, { allowance, prices }: { readonly allowance: Amount; readonly prices: PriceTable }): OrderAccount {
  return coversDay(allowance, day.budget) ? new WholeAllowance(own, day, allowance) : new RequestByRequest(own, day, prices);
}

function coversDay(allowance: Amount, budget: DayAmount): boolean {
  return (budget.usdMicros === null || allowance.usdMicros > 0) && (budget.tokens === null || allowance.tokens > 0);
}

class WholeAllowance implements OrderAccount {
  readonly #own: OrderAccount;
  readonly #day: Day;
  readonly #id: number;

  constructor(own: OrderAccount, day: Day, allowance: Amount) {
    this.#own = own;
    this.#day = day;
    const put = day.ledger.reserve(allowance);
    if (!put.ok) throw new GatewayError(put.why, put.until);
    this.#id = put.id;
  }

  hold(asked: AskedModel, signal: AbortSignal): Promise<Hold | string> {
    return this.#own.hold(asked, signal);
  }

  bill(): ModelBill {
    return this.#own.bill();
  }

  close(): void {
    const { tokens, usdMicros } = this.bill();
    this.#day.ledger.settle(this.#id, { usdMicros, tokens: sumOf(tokens) });
    this.#own.close();
  }
}

class RequestByRequest implements OrderAccount {
  readonly #own: OrderAccount;
  readonly #day: Day;
  readonly #prices: PriceTable;

  constructor(own: OrderAccount, day: Day, prices: PriceTable) {
    this.#own = own;
    this.#day = day;
    this.#prices = prices;
  }

  async hold(asked: AskedModel, signal: AbortSignal): Promise<Hold | string> {
    const held = await this.#own.hold(asked, signal);
    if (typeof held === 'string') return held;
    const priceOf: Parameters<typeof estimateOf>[1] = (tokens) => (asked.hasPrice ? this.#prices.priceOf(asked, tokens) : null);
    const { most } = estimateOf(asked, priceOf);
    const put = this.#reserve(held, most);
    if (!put.ok) return put.why;
    const settle = (used: DayRequest): void => this.#day.ledger.settle(put.id, used);
    return {
      settle: (used) => {
        held.settle(used);
        settle({ usdMicros: priceOf(used.tokens), tokens: sumOf(used.tokens) });
      },
      settleUnknown: () => {
        held.settleUnknown();
        settle(most);
      },
      release: () => {
        held.release();
        settle({ usdMicros: 0, tokens: 0 });
      },
    };
  }

  bill(): ModelBill {
    return this.#own.bill();
  }

  close(): void {
    this.#own.close();
  }

  #reserve(held: Hold, most: DayRequest): ReturnType<DayLedger['reserve']> {
    try {
      const put = this.#day.ledger.reserve(most);
      if (!put.ok) held.release();
      return put;
    } catch (error) {
      held.release();
      throw error;
    }
  }
}
