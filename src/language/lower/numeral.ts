/**
 * Numbers with units, exactly: `0.1` usd is 100,000 micro-dollars, and nothing is ever rounded.
 *
 * Work is in whole numbers of any size, so a numeral's length is capped first.
 */

import type { CompileKind } from '../compile/finding-kinds.ts';

/** What a place wants of a number. */
export type Measure = 'count' | 'time' | 'size' | 'usd';

export type ReadNumeral =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly kind: NumeralFault; readonly message: string; readonly hint: string };

export type NumeralFault = CompileKind & `number-${string}`;

const maxNumeralLength = 40;

const thousands: Readonly<Record<string, bigint>> = { '': 1n, 'K': 1_000n, 'M': 1_000_000n, 'G': 1_000_000_000n };

/** Units by name, and what one is worth in what the plan counts: milliseconds, bytes, micro-dollars. */
const units: Readonly<Record<Measure, Readonly<Record<string, bigint>>>> = {
  count: thousands,
  time: { ms: 1n, s: 1_000n, m: 60_000n, h: 3_600_000n, d: 86_400_000n },
  size: { '': 1n, 'K': 1n << 10n, 'M': 1n << 20n, 'G': 1n << 30n, 'T': 1n << 40n },
  usd: { '': 1_000_000n, 'K': 1_000_000_000n, 'M': 1_000_000_000_000n },
};

const wanted: Readonly<Record<Measure, string>> = {
  count: 'a number such as `3`, `200K` or `6M`',
  time: 'a time with its unit: `500ms`, `90s`, `10m`, `3h` or `2d`',
  size: 'a size such as `512M` or `4G`',
  usd: 'dollars, such as `20` or `0.25`',
};

const finest: Readonly<Record<Measure, string>> = {
  count: 'is not a whole number',
  time: 'is not a whole number of milliseconds',
  size: 'is not a whole number of bytes',
  usd: 'is finer than a millionth of a dollar',
};

export function readNumeral(text: string, measure: Measure): ReadNumeral {
  const hint = wanted[measure];
  const parts = text.length > maxNumeralLength ? null : partsOf(text);
  if (parts === null) return { ok: false, kind: 'number-too-large', message: 'the number is too long', hint };
  const { digits, decimals, unit } = parts;
  const worth = Object.hasOwn(units[measure], unit) ? units[measure][unit] : undefined;
  if (worth === undefined) {
    const found = unit === '' ? `\`${text}\` has no unit` : `\`${text}\` has the unit \`${unit}\``;
    return { ok: false, kind: 'number-unit', message: found, hint };
  }
  const scaled = BigInt(digits) * worth;
  const divisor = 10n ** BigInt(decimals);
  if (scaled % divisor !== 0n) {
    return { ok: false, kind: 'number-not-whole', message: `\`${text}\` ${finest[measure]}`, hint };
  }
  const value = scaled / divisor;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    return { ok: false, kind: 'number-too-large', message: `\`${text}\` is too large`, hint };
  }
  return { ok: true, value: Number(value) };
}

/** A number that need not be whole: a target, processors. `null`: it has a unit, or is too long. */
export function readDecimal(text: string): number | null {
  const parts = text.length > maxNumeralLength ? null : partsOf(text);
  if (parts === null || !Object.hasOwn(thousands, parts.unit)) return null;
  return Number(text.slice(0, text.length - parts.unit.length)) * Number(thousands[parts.unit] ?? 1n);
}

interface Parts {
  /** All digits, without the point. */
  readonly digits: string;
  /** How many of them are behind the point. */
  readonly decimals: number;
  readonly unit: string;
}

function partsOf(text: string): Parts | null {
  let end = 0;
  while (end < text.length && isDigitOrPoint(text.charCodeAt(end))) end += 1;
  const [whole = '', fraction = '', ...more] = text.slice(0, end).split('.');
  if (more.length > 0 || whole === '') return null;
  return { digits: whole + fraction, decimals: fraction.length, unit: text.slice(end) };
}

function isDigitOrPoint(unit: number): boolean {
  return unit === 0x2e || (unit >= 0x30 && unit <= 0x39);
}
