/** What bills of the gateway come to, as a lease is settled (R4). */

import type { Usage } from '../kernel/facts.ts';
import type { Amount } from '../kernel/ir.ts';
import { byCodeUnits } from '../kernel/path.ts';
import type { ModelBill } from '../ports/gateway.ts';

export const nothingUsed: ModelBill = { requests: 0, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, usdMicros: 0, isEstimated: false, prices: '', models: [] };

/** What has no price counts as all that was reserved, and at least as what of it is known: unknown is never nothing. */
export function costOf(bills: readonly ModelBill[], allowance: Amount): Amount {
  const tokens = bills.reduce((sum, bill) => sum + bill.tokens.input + bill.tokens.output + bill.tokens.cacheRead + bill.tokens.cacheWrite, 0);
  const known = bills.reduce((sum, { usdMicros }) => sum + (usdMicros ?? 0), 0);
  return { usdMicros: bills.some(({ usdMicros }) => usdMicros === null) ? Math.max(known, allowance.usdMicros) : known, tokens };
}

/** The same, as it is told afterwards. */
export function usageOf(bills: readonly ModelBill[]): Usage {
  const sum = (of: (bill: ModelBill) => number): number => bills.reduce((total, bill) => total + of(bill), 0);
  return {
    requests: sum(({ requests }) => requests), input: sum(({ tokens }) => tokens.input), output: sum(({ tokens }) => tokens.output),
    cacheRead: sum(({ tokens }) => tokens.cacheRead), cacheWrite: sum(({ tokens }) => tokens.cacheWrite),
    models: [...new Set(bills.flatMap(({ models }) => models))].sort(byCodeUnits), prices: bills.find(({ prices }) => prices !== '')?.prices ?? '',
    ...(bills.some(({ usdMicros }) => usdMicros === null) ? { isUnpriced: true as const } : {}), ...(bills.some(({ isEstimated }) => isEstimated) ? { isEstimated: true as const } : {}),
  };
}
