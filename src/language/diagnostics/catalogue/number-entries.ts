/** ESP3: numbers and money. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

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
    title: 'A number without end',
    says: 'A number is finite. One that is larger than any that can be counted, or that comes of a division by nothing, is none.',
    ...shown('json', '"target": 1e999', '"target": 10'),
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
    ...shown('tour', 'agent critic  { use scripted  allowance usd 50 tokens 1K }', 'agent critic  { use scripted }'),
  },
  'timeout-above-lifetime': {
    title: 'A timeout longer than any lease lives',
    says: 'An order is performed under a lease, and `lease-life` ends that before the timeout does. So the timeout would never be what ends it.',
    ...shown('tour', 'panel [critic, skeptic]  prompt "look.md"  timeout 3h', 'panel [critic, skeptic]  prompt "look.md"'),
  },
  'timeout-above-budget': {
    title: 'A timeout longer than the budget of time',
    says: 'The budget of time ends the run before the timeout ends the step. So the timeout would never be what ends it.',
    ...shown('tour', 'ask "Go on?"  timeout 1d', 'ask "Go on?"'),
  },
  'timeout-without-clock': {
    title: 'A timeout that nothing measures',
    says: 'A timeout is of one order or of one question. What only waits for other steps, for the landing or for a timer has no clock of its own.',
    ...shown('tour', 'wait 10m  timeout 1m', 'wait 10m'),
  },
  'budget-cannot-bind': {
    title: 'A budget that never stops an agent',
    says: 'A lease is granted while the budget holds its allowance. An agent that reserves nothing is never stopped by the budget, so that every agent has an allowance where there is one, or `limits` has one for all.',
    ...shown('tour', 'allowance usd 0.5 }', 'allowance usd 0.5 tokens 200K }'),
  },
};
