/** What people said to a leaf at work: whether it has heard them, and whether it goes on from an earlier session. */

import type { Order, Words } from './order-rows.ts';

type Speaking = Pick<Order, 'spoken' | 'status' | 'epoch'>;

/** A person has spoken since it was leased: whoever has it was not told, and stops for that. */
export function isUnheard({ spoken, status, epoch }: Speaking): boolean {
  return status === 'leased' && spoken !== undefined && spoken.epoch === epoch;
}

/** With one more thing said to it. */
export function spokenTo({ spoken, epoch }: Pick<Order, 'spoken' | 'epoch'>, words: Words): Pick<Order, 'spoken'> {
  return { spoken: { words: [...spoken?.words ?? [], words], epoch, times: spoken?.times ?? 0 } };
}

/** An earlier session of the same order has ended without its outcome. */
export function isGoneOnWith({ again, spoken }: Pick<Order, 'again' | 'spoken'>): boolean {
  return again > 0 || (spoken?.times ?? 0) > 0;
}
