/**
 * What repeated measurements say of a candidate against its base (E7): decided here, from what the hand observed.
 *
 * Runs alternate, so that what slows the machine for a while slows both sides, and the differences of the pairs are
 * judged by their median: one run that went wrong moves it little. The noise is five times the standard error of that
 * median, told from the median absolute deviation of the differences; nothing within it is a difference. Where not even
 * three of four pairs point the same way, all of it may be chance, however little most of them deviate.
 */

import type { MeasuredFact } from './facts.ts';
import type { MeasureStep } from './ir.ts';

export interface Comparison {
  /** The medians of both sides. */
  readonly value: number;
  readonly base: number;
  /** The median of the pairs' differences, and what of it may be chance. */
  readonly difference: number;
  readonly noise: number;
}

export type MeasureWord = 'better' | 'same' | 'worse' | 'reached';

const usualPairs = 5;

/** How often each side is run. */
export const pairsOf = ({ repeat }: Pick<MeasureStep, 'repeat'>): number => repeat ?? usualPairs;

/** A normal deviation by its median absolute one; the error of a median by that of a mean; and five of them. */
const noiseFactor = 5 * 1.4826 * 1.2533;

/** `null`: a run failed or yielded no finite number, or there are not as many as were asked for. Without a base's numbers nothing was changed. */
export function comparisonOf({ exit, values, baseValues }: MeasuredFact, pairs: number): Comparison | null {
  const isWhole = values.length === pairs && (baseValues.length === pairs || baseValues.length === 0);
  if (exit !== 0 || !isWhole || ![...values, ...baseValues].every(Number.isFinite)) return null;
  const value = median(values);
  if (baseValues.length === 0) return { value, base: value, difference: 0, noise: 0 };
  const differences = values.map((one, at) => one - (baseValues[at] ?? one));
  const difference = median(differences);
  const deviation = median(differences.map((one) => Math.abs(one - difference)));
  const agreeing = differences.filter((one) => Math.sign(one) === Math.sign(difference)).length;
  const spread = noiseFactor * deviation / rootOf(pairs);
  const noise = 4 * agreeing >= 3 * pairs ? spread : Math.max(spread, Math.abs(difference));
  const comparison = { value, base: median(baseValues), difference, noise };
  // Finite numbers may be as far apart as no number is.
  return Object.values(comparison).every(Number.isFinite) ? comparison : null;
}

/** A target is met by the median itself; against the base only what is beyond the noise counts. */
export function wordOf({ value, difference, noise }: Comparison, { better, target }: Pick<MeasureStep, 'better' | 'target'>): MeasureWord {
  if (target !== undefined && (better === 'higher' ? value >= target : value <= target)) return 'reached';
  if (Math.abs(difference) <= noise) return 'same';
  return (difference > 0) === (better === 'higher') ? 'better' : 'worse';
}

/** By Newton's steps, of which each is exact to the last digit on every engine; ten are more than enough for 1 to 99. */
function rootOf(whole: number): number {
  let root = whole;
  for (let step = 0; step < 10; step += 1) root = (root + whole / root) / 2;
  return root;
}

/** Of an even number, the middle of the two in the middle. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === high ? low : low / 2 + high / 2;
}
