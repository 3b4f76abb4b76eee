/**
 * JSON of a program that nobody trusts, as a value, within caps.
 *
 * Only its depth and its size are judged here. Duplicate names need no rule: the last one counts, and what is
 * sent on is the value, written anew.
 */

export const mostBodyBytes = 33_554_432;
const mostDepth = 128;
const mostParts = 2_000_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

const refused = (why: string): Parsed => ({ ok: false, why });

export function parseJson(bytes: Uint8Array): Parsed {
  if (bytes.length > mostBodyBytes) return refused(`it has more than ${mostBodyBytes} bytes`);
  const fault = outlineFault(bytes);
  if (fault !== null) return refused(fault);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return refused('it is no JSON in UTF-8');
  }
  return { ok: true, value };
}

const [quote, backslash, comma, opens, closes, opensList, closesList] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];

/** Looked at before it is parsed: nothing is built of what is too deep or too many. */
function outlineFault(bytes: Uint8Array): string | null {
  let depth = 0;
  let parts = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isText) {
      if (byte === backslash) at++;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === comma) parts++;
    else if (byte === opens || byte === opensList) {
      parts++;
      if (++depth > mostDepth) return `it is nested more than ${mostDepth} deep`;
    } else if (byte === closes || byte === closesList) depth--;
  }
  return parts > mostParts ? `it has more than ${mostParts} parts` : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Its own property, and not one that every object has. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What somebody else wrote, as a name in one of our lines. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
