/** `raise RUN`: more money, tokens or time than the plan gave it (R4). */

import { saying } from './say-to.ts';
import { wholeOption } from './parse-args.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const raise: Act = saying((call) => {
  if (!['usd', 'tokens', 'minutes'].some((name) => call.options.has(name))) {
    throw new UsageError('raise needs by how much: --usd 5, --tokens 100000 or --minutes 30.');
  }
  return { type: 'raise', usdMicros: usdMicrosOf(call), tokens: wholeOption(call, 'tokens') ?? 0, timeMs: (wholeOption(call, 'minutes') ?? 0) * minuteMs };
});

const minuteMs = 60_000;

/** Exactly, as it is typed: no fraction of a number with a point in it is lost. */
export function usdMicrosOf({ options }: Pick<Call, 'options'>): number {
  const text = options.get('usd');
  if (text === undefined) return 0;
  const [, whole = '', part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === '') throw new UsageError(`Option --usd needs dollars, such as 5 or 2.50; ${text} is none.`);
  return Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'));
}
