/**
 * The block of YAML under a test of TAP: plain keys and values, quoted or over several lines. Of YAML only what tools
 * write there: nothing in it refers to anything, so nothing can be expanded.
 */

export function readTapBlock(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = '', key, value = ''] = /^( *)([\w-]{1,60}): ?(.*)$/.exec(lines[at] ?? '') ?? [];
    if (key === undefined || values.has(key)) continue;
    const isLong = /^[|>][-+]?\d?$/.test(value);
    const long = isLong ? linesDeeper(lines, at, indent.length) : [];
    at += long.length;
    values.set(key, isLong ? dedented(long) : unquoted(value));
  }
  return values;
}

function linesDeeper(lines: readonly string[], at: number, than: number): readonly string[] {
  let end = at + 1;
  while (end < lines.length && (lines[end]?.trim() === '' || indentOf(lines[end] ?? '') > than)) end += 1;
  return lines.slice(at + 1, end);
}

function dedented(lines: readonly string[]): string {
  const indent = indentOf(lines.find((line) => line.trim() !== '') ?? '');
  return lines.map((line) => line.slice(Math.min(indent, indentOf(line)))).join('\n').trim();
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function unquoted(value: string): string {
  const text = value.trim();
  if (/^'.*'$/.test(text) && text.length > 1) return text.slice(1, -1).replaceAll("''", "'");
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
