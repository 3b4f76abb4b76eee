/** Money, tokens, times and hashes as people read them. */

import type { Amount } from '../../kernel/ir.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const shortHash = 12;
const longName = 32;

/** "$1.05"; less than a cent is not nothing. */
export function dollars(usdMicros: number): string {
  if (usdMicros > 0 && usdMicros < 10_000) return '<$0.01';
  return `$${(usdMicros / 1_000_000).toFixed(2)}`;
}

/** "412k tokens". */
export function tokens(count: number): string {
  if (count === 1) return '1 token';
  if (count < 10_000) return `${count} tokens`;
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k tokens` : `${(count / 1_000_000).toFixed(1).replace('.0', '')}M tokens`;
}

export function amount({ usdMicros, tokens: count }: Amount): string {
  return `${dollars(usdMicros)}, ${tokens(count)}`;
}

/** "3s", "12m", "5h", "9d": the largest unit that fits. */
export function age(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / secondMs))}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)}h`;
  return `${Math.floor(ms / dayMs)}d`;
}

/** "12:05" or "1:02:05" since the start. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / secondMs));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h === 0 ? `${two(m)}:${two(s)}` : `${h}:${two(m)}:${two(s)}`;
}

/** The time in UTC, to the second. */
export function moment(at: number): string {
  const date = new Date(at);
  // A damaged journal can hold any number.
  return Number.isNaN(date.getTime()) ? `time ${at}` : date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** Long names of contents are cut: hexadecimal ones as usual, others where they get too long. */
export function short(name: string): string {
  if (/^[0-9a-f]{16,}$/.test(name)) return name.slice(0, shortHash);
  return name.length <= longName ? name : `${name.slice(0, longName - 1)}…`;
}

export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
