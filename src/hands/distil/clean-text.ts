/**
 * What a command printed, as lines of plain text: no escape sequences, control or invisible characters, no halves of
 * characters; long lines cut; of very long texts the head and the tail.
 */

const escape = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);

/** Of each stream; what lies between is left out. Hosts cap streams before that. */
export const mostBytes = 524_288;
export const mostLines = 20_000;
const lineCharacters = 2_000;

const sequences = new RegExp(
  `${escape}(?:\\[[0-?]*[ -/]*[@-~]|[\\]P^_X][^${bell}${escape}\\n]*(?:${bell}|${escape}\\\\)?|[ -/]*[0-~]?)|\\u009b[0-?]*[ -/]*[@-~]`,
  'gu',
);
/** How tools write an escape where the format has none: pytest in JUnit files. */
const written = /#x1B\[[0-9;]{0,20}m/g;
const ends = /\r\n?|[\n\u2028\u2029\u0085\f\v]/;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function linesOfBytes(bytes: Uint8Array): readonly string[] {
  const half = mostBytes / 2;
  const lines =
    bytes.length <= mostBytes
      ? cleanLines(decoded(bytes))
      : [...cleanLines(decoded(bytes.subarray(0, half))), '', ...cleanLines(decoded(bytes.subarray(bytes.length - half)))];
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines / 2), '', ...lines.slice(-mostLines / 2)];
}

export function cleanLines(text: string): readonly string[] {
  return text.split(ends).map(cleanLine);
}

export function cleanLine(line: string): string {
  const short = line.length > 4 * lineCharacters ? line.slice(0, 4 * lineCharacters) : line;
  const plain = short.replaceAll(sequences, '').replaceAll(written, '').replaceAll('\t', '    ').replaceAll(unseen, '');
  return (plain.length > lineCharacters ? `${plain.slice(0, lineCharacters)}…` : plain).toWellFormed().trimEnd();
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
