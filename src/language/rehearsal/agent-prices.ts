/** What an order of each agent reserves, in millionths of a dollar (R4). */

import type { Ir } from '../../kernel/ir.ts';

export const agentPrices = ({ agents, limits }: Ir): ReadonlyMap<string, number> =>
  new Map(agents.map(({ name, allowance }) => [name, (allowance ?? limits.allowance).usdMicros]));

/** Of which each is a multiple. */
export const priceUnit = (prices: ReadonlyMap<string, number>): number =>
  [...prices.values()].filter((price) => price > 0).reduce(divisor, 0) || 1;

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
