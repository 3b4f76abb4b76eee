/** Money and tokens, always whole numbers: what a lease reserves and what it cost (R4). */

import type { Amount, Budget } from './ir.ts';

export const nothing: Amount = { usdMicros: 0, tokens: 0 };

export function plus(a: Amount, b: Amount): Amount {
  return { usdMicros: a.usdMicros + b.usdMicros, tokens: a.tokens + b.tokens };
}

export function minus(a: Amount, b: Amount): Amount {
  return { usdMicros: a.usdMicros - b.usdMicros, tokens: a.tokens - b.tokens };
}

export function isNothing(a: Amount): boolean {
  return a.usdMicros === 0 && a.tokens === 0;
}

/** Whether a whole amount stays within every limit of the budget. */
export function fits(amount: Amount, budget: Pick<Budget, 'usdMicros' | 'tokens'>): boolean {
  return (budget.usdMicros === null || amount.usdMicros <= budget.usdMicros)
    && (budget.tokens === null || amount.tokens <= budget.tokens);
}
