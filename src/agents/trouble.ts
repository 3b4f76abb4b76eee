/**
 * What a program's words about a failed request mean, where it says no more than words.
 *
 * The gateway has seen the answer itself, and its word goes before this (see hands): here is what is
 * left where there is none, or where a program's own limits ended it.
 */

import type { Heard } from './cli-listener.ts';

const mostText = 4_000;

export interface Trouble {
  /** The HTTP status, where the program tells it. */
  readonly status: number | null;
  readonly text: string;
}

const full = ['prompt is too long', 'context_length_exceeded', 'context window', 'maximum context length', 'input token count'];

export function heardOf({ status, text }: Trouble): Heard {
  const words = text.toLowerCase();
  const said = text.slice(0, mostText);
  if (/budget[ _]reached|the budget of/.test(words)) return { kind: 'budget', text: said };
  if (full.some((one) => words.includes(one))) return { kind: 'stopped', why: 'context', text: said };
  // The gateway's own words: behind them some show a status that is not what was answered (gemini, measured).
  if (/\b(key_refused|no_key)\b/.test(words)) return { kind: 'fault', why: 'login', text: said };
  if (/\bprovider_rests\b/.test(words)) return { kind: 'rate-limit', until: null, text: said };
  if (/\bprovider_unreachable\b/.test(words)) return { kind: 'fault', why: 'provider', text: said };
  if (status === 429) return { kind: 'rate-limit', until: null, text: said };
  if (status === 401 || status === 403) return { kind: 'fault', why: 'login', text: said };
  if (status !== null && status >= 500) return { kind: 'fault', why: 'provider', text: said };
  if (/\b429\b|rate.?limit|too many requests/.test(words)) return { kind: 'rate-limit', until: null, text: said };
  if (/\b40[13]\b|unauthorized|authentication|invalid (x-)?api[ -]key|api key not valid/.test(words)) return { kind: 'fault', why: 'login', text: said };
  if (/\b5\d\d\b|overloaded|high demand|internal server error|terminated|connection|network|socket|stream (ended|disconnected|error)|timed? ?out/.test(words)) return { kind: 'fault', why: 'provider', text: said };
  return { kind: 'stopped', why: 'early', text: said };
}

/** A program that went without saying anything of its end: killed, crashed, or not begun. */
export function silentEnd(tail: string, hasBegun: boolean): Heard {
  const said = tail.trim().slice(-mostText);
  return hasBegun ? { kind: 'stopped', why: 'crashed', text: said || 'its program ended in the middle of its work' } : { kind: 'fault', why: 'program', text: said || 'its program ended before it had begun' };
}
