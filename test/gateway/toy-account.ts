/** An account that holds tokens, and remembers what became of each hold. */

import type { Hold } from '../../src/gateway/order-ledger.ts';
import type { OrderAccount } from '../../src/gateway/server/order-account.ts';
import type { ModelBill, TokenCount } from '../../src/ports/gateway.ts';

const none: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export class ToyAccount implements OrderAccount {
  readonly #most: number;
  #held = 0;
  #bill: ModelBill = { requests: 0, tokens: none, usdMicros: 0, isEstimated: false, prices: 'toy', models: [] };
  /** How each hold ended, in their order. */
  readonly ends: string[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  hold: OrderAccount['hold'] = async ({ mostOutput }) => {
    const most = mostOutput ?? 0;
    if (this.#held + most > this.#most) return 'the budget of this order does not hold it';
    this.#held += most;
    let isOver = false;
    const end = (how: string, used: number): void => {
      if (isOver) return;
      isOver = true;
      this.#held += used - most;
      this.ends.push(how);
    };
    const hold: Hold = {
      settle: ({ tokens, isEstimated }) => {
        end(`settled ${tokens.input} ${tokens.output}${isEstimated ? ' estimated' : ''}`, tokens.output);
        const { tokens: before, requests } = this.#bill;
        this.#bill = { ...this.#bill, requests: requests + 1, tokens: { ...before, input: before.input + tokens.input, output: before.output + tokens.output }, isEstimated: this.#bill.isEstimated || isEstimated };
      },
      settleUnknown: () => end('unknown', most),
      release: () => end('released', 0),
    };
    return hold;
  };

  bill(): ModelBill {
    return this.#bill;
  }

  close(): void {
    this.ends.push('closed');
  }
}
