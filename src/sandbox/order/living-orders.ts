/** The orders that run now, of whichever host: what they may use must stay. */

import { hostLives } from '../machine/host-life.ts';
import { readRecords } from './order-place.ts';

/** Their ids. */
export function livingOrders(state: string): readonly string[] {
  return readRecords(state).flatMap(({ record }) => (record !== null && hostLives(state, record.host) ? [record.id] : []));
}
