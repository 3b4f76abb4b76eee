/** Times and amounts as scenarios write them: `+1h30m`, `250ms`, `$3.50`, `400t`. */

import type { Amount } from '../../kernel/ir.ts';
import { Slip, type Words, wholeOf } from './words.ts';

const unitsMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
type Unit = keyof typeof unitsMs;

/** `1h30m` in milliseconds. A plus before it is read over. */
export function readDurationMs(text: string): number {
  const parts = [...text.replace(/^\+/, '').matchAll(/(\d+)(ms|d|h|m|s)/g)];
  const read = parts.map(([whole]) => whole).join('');
  if (read === '' || read !== text.replace(/^\+/, '')) {
    throw new Slip(`a time is written as 250ms, 5s, 5m or 1h30m; found «${text}»`);
  }
  return parts.reduce((sum, [, count = '0', unit = 'ms']) => sum + Number(count) * unitsMs[unit as Unit], 0);
}

/** `+1h30m`: how long after the start of the run. */
export function showTime(ms: number): string {
  let left = ms;
  let text = '';
  for (const [unit, size] of Object.entries(unitsMs)) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === '' ? '+0s' : `+${text}`;
}

const microsPerDollar = 1_000_000;

/** Reads `$3`, `400t` or both, in either order. */
export function readAmount(words: Words): Amount {
  const amount = { usdMicros: 0, tokens: 0 };
  let found = false;
  for (let more = !words.done; more; more = !words.done) {
    const word = words.next('an amount');
    if (/^-?\$/.test(word)) amount.usdMicros = readDollars(word);
    else if (word.endsWith('t')) amount.tokens = wholeOf(word.slice(0, -1), 'a number of tokens');
    else throw new Slip(`an amount is written as $3.50 or 400t; found «${word}»`);
    found = true;
  }
  if (!found) throw new Slip('expected an amount, such as $3.50 or 400t');
  return amount;
}

export function readDollars(word: string): number {
  const value = Number(word.replace('$', ''));
  const isMoney = /^-?\$-?[\d.]+$/.test(word) && Number.isFinite(value);
  if (!isMoney) throw new Slip(`money is written as $3.50; found «${word}»`);
  return value * microsPerDollar;
}

export function showAmount({ usdMicros, tokens }: Amount): string {
  const parts = [...(usdMicros === 0 ? [] : [showDollars(usdMicros)]), ...(tokens === 0 ? [] : [`${tokens}t`])];
  return parts.length === 0 ? '$0' : parts.join(' ');
}

export function showDollars(usdMicros: number): string {
  return `$${usdMicros / microsPerDollar}`;
}
