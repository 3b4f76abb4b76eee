/** Side by side: the things that are compared take turns, so that a disk's moods meet all of them. */

export interface Contender {
  /** Does the work of one round and returns its rate or its time. */
  readonly round: () => Promise<number>;
}

/** The median of each contender over `rounds`, after one round that does not count. */
export async function medians(rounds: number, contenders: readonly Contender[]): Promise<readonly number[]> {
  const measured: number[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    // Who goes first changes each time.
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      const value = await contenders[index]?.round();
      if (round > 0 && value !== undefined) measured[index]?.push(value);
    }
  }
  return measured.map(medianOf);
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** How often a second something happened that happened `times` times in `work`. */
export async function rateOf(times: number, work: () => Promise<void> | void): Promise<number> {
  return (times * 1_000) / (await timeOf(work));
}

/** Milliseconds. */
export async function timeOf(work: () => Promise<void> | void): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
