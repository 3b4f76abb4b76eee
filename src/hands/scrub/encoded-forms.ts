/**
 * How a known key may stand in a text: as it is, escaped as in JSON or in a URL, in hexadecimal, and in base64 wherever
 * among other bytes it begins.
 */

/** Shorter ones stand in every text by chance. */
export const leastKnown = 8;

export function encodedForms(key: string): readonly string[] {
  const bytes = Buffer.from(key, 'utf8');
  const percent = encodeURIComponent(key.toWellFormed());
  const forms = [
    key, JSON.stringify(key).slice(1, -1), percent, percent.replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase()),
    bytes.toString('hex'), bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((before) => [base64At(bytes, before, 'base64'), base64At(bytes, before, 'base64url')]),
  ];
  return [...new Set(forms)].filter((form) => form.length >= leastKnown);
}

/** The digits that follow from the key alone, where so many bytes of a group of three stand before it. */
function base64At(bytes: Uint8Array, before: number, encoding: 'base64' | 'base64url'): string {
  const digits = Buffer.concat([new Uint8Array(before), bytes]).toString(encoding);
  return digits.slice(Math.ceil(before * 8 / 6), Math.floor((before + bytes.length) * 8 / 6));
}
