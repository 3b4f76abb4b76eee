/** Bytes as text, if they are UTF-8 without a NUL; otherwise where the first thing stands that is none. */
import type { SourceRead } from '../ports/source-files.ts';

// A byte order mark is kept, so that the text has the digest of the bytes.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8Text(bytes: Uint8Array): SourceRead {
  try {
    const text = strict.decode(bytes);
    return bytes.includes(0) ? { ok: false, why: 'not-text', text, badAt: text.indexOf('\0') } : { ok: true, text };
  } catch {
    // Each byte that means nothing becomes a replacement character.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const nul = text.indexOf('\0');
    const bad = firstReplaced(bytes, text);
    return { ok: false, why: 'not-text', text, badAt: nul === -1 ? bad : Math.min(nul, bad) };
  }
}

/** Where the text is not what the bytes were: the first replacement character that was not there before. */
function firstReplaced(bytes: Uint8Array, text: string): number {
  const again = Buffer.from(text);
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  // What differs may begin as a replacement character does: back to where that begins.
  while (at > 0 && ((again[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return again.toString('utf8', 0, at).length;
}
