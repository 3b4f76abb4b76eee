/** Settings that a plan has once: the budget, the limits, the landing gates, the classes of paths. */
import type { Budget, Limits, PathClasses } from '../../kernel/ir.ts';
import type { BlockReader } from './block-reader.ts';
import { lowerAmount } from './declarations.ts';
import type { Measure } from './numeral.ts';

/** What is not said of a budget is not limited. */
export function lowerBudget(read: BlockReader): Budget {
  return {
    usdMicros: read.number('usd', 'usd', 'usdMicros') ?? null,
    tokens: read.number('tokens', 'count') ?? null,
    timeMs: read.number('time', 'time', 'timeMs') ?? null,
  };
}

type Numbers = Exclude<keyof Limits, 'allowance'>;

/** Each limit's word, its name in the plan, and what it counts. */
export const limitWords: readonly (readonly [string, Numbers, Measure])[] = [
  ['leases', 'leases', 'count'],
  ['inbox', 'inbox', 'count'],
  ['lease-time', 'leaseMs', 'time'],
  ['lease-life', 'leaseLifetimeMs', 'time'],
  ['retries', 'retries', 'count'],
  ['backoff', 'backoffMs', 'time'],
  ['backoff-max', 'backoffMaxMs', 'time'],
  ['rate-limits', 'rateLimits', 'count'],
  ['conflicts', 'conflicts', 'count'],
  ['ejections', 'ejections', 'count'],
  ['visits', 'visits', 'count'],
  ['repeats', 'repeats', 'count'],
  ['follow-up-depth', 'followUpDepth', 'count'],
  ['follow-ups', 'followUps', 'count'],
  ['tasks', 'tasks', 'count'],
  ['batch', 'batch', 'count'],
  ['probes', 'probes', 'count'],
  ['turns', 'turns', 'count'],
];

/** Only what is said. */
export function lowerLimits(read: BlockReader): Partial<Limits> {
  const said: { -readonly [Name in keyof Limits]?: Limits[Name] } = {};
  for (const [word, name, measure] of limitWords) {
    const value = read.number(word, measure, name);
    if (value !== undefined) said[name] = value;
  }
  const allowance = lowerAmount(read, 'allowance');
  return allowance === undefined ? said : { ...said, allowance };
}

export type PathClass = keyof PathClasses;
export const pathClasses: readonly PathClass[] = ['tests', 'protect', 'manifests', 'docs', 'elsewhere'];

/** A block's head as texts, at the plan's path itself. */
export function headTexts(read: BlockReader): readonly string[] {
  return read.textsOf(read.head(), '', read.block.span);
}
