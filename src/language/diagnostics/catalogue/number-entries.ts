/** ESP3: numbers and money. */
import type { Entries } from './entry.ts';
import { notShown, shown } from './entry.ts';

export const numberEntries: Entries = {
  'number-unit': {
    title: 'A number with the wrong unit',
    says: 'A time has a unit (`90s`, `10m`), a size too (`512M`), a count has none or K, M, G. What stands here is of another kind.',
    ...shown('tour', 'wait 10\n', 'wait 10m\n'),
  },
  'number-not-whole': {
    title: 'A number that is finer than what is counted',
    says: 'Tokens, visits and milliseconds are whole, and money is counted in millionths of a dollar. A finer number could not be kept.',
    ...shown('tour', 'tokens 0.5', 'tokens 6M'),
  },
  'number-too-large': {
    title: 'A number that is too large',
    says: 'Numbers are exact up to nine quadrillions. More than that cannot be counted, and nobody means it.',
    ...shown('tour', 'tokens 99999999999999999999', 'tokens 6M'),
  },
  'number-out-of-range': {
    title: 'A number that is out of its range',
    says: 'The number is too small or too large for what it limits: a cap of 0 would never let anything happen, and one without bound would be none.',
    ...shown('fix', 'max 0', 'max 3'),
  },
  'not-a-number': {
    title: 'A target that is no number', ...notShown,
    says: 'A target is a finite number. What comes of a division by nothing is none.',
  },
  'lifetime-below-lease': {
    title: 'A lease that lives shorter than it lasts',
    says: '`lease-time` is how long a lease lasts, `lease-life` how long it may live with heartbeats. The second cannot be the shorter.',
    ...shown('tour', 'lease-life 2m', 'lease-life 2h'),
  },
  'backoff-below-first': {
    title: 'The longest pause is shorter than the first',
    says: '`backoff` is the first pause after a fault, `backoff-max` the longest. The second cannot be the shorter.',
    ...shown('tour', 'backoff-max 5ms', 'backoff-max 5m'),
  },
  'allowance-above-budget': {
    title: 'An allowance that no budget could grant',
    says: 'Each lease reserves its allowance of the budget before it is granted. This one is larger than the whole budget, so no lease could ever be.',
    ...shown('tour', 'agent critic  { use scripted  allowance usd 50 }', 'agent critic  { use scripted }'),
  },
};
