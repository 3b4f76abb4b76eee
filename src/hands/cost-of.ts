/** What bills of the gateway come to, as a lease is settled (R4). */

import type { Amount } from '../kernel/ir.ts';
import type { ModelBill } from '../ports/gateway.ts';

export const nothingUsed: ModelBill = { requests: 0, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, usdMicros: 0, isEstimated: false, prices: '', models: [] };

/** What has no price counts as all that was reserved, and at least as what of it is known: unknown is never nothing. */
export function costOf(bills: readonly ModelBill[], allowance: Amount): Amount {
  const tokens = bills.reduce((sum, bill) => sum + bill.tokens.input + bill.tokens.output + bill.tokens.cacheRead + bill.tokens.cacheWrite, 0);
  const known = bills.reduce((sum, { usdMicros }) => sum + (usdMicros ?? 0), 0);
  return { usdMicros: bills.some(({ usdMicros }) => usdMicros === null) ? Math.max(known, allowance.usdMicros) : known, tokens };
}
