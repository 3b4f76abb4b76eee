/** The bytes of a file of results as text, or why they are none: UTF-8, no NUL, not too many. */

import { resultLimits } from './result-limits.ts';

export type StrictText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

const strict = new TextDecoder('utf-8', { fatal: true });

export function strictText(bytes: Uint8Array): StrictText {
  if (bytes.length > resultLimits.fileBytes) return { ok: false, why: `it is larger than ${resultLimits.fileBytes} bytes` };
  if (bytes.includes(0)) return { ok: false, why: 'there is a NUL byte in it' };
  try {
    return { ok: true, text: strict.decode(bytes) };
  } catch {
    return { ok: false, why: 'it is not UTF-8' };
  }
}
