/**
 * A tree → text in the one layout, so that reading it again gives the same tree but for the spans.
 *
 * For converting and for tests; comments are not in the tree. What people wrote is laid out by `format`.
 */
import { isForbidden } from './characters.ts';
import { fileBody } from './grammar.ts';
import type { BodyRule } from './grammar.ts';
import type { Block, Clause, Entry, InputNode, Tree, Value } from './tree.ts';

export function printTree({ version, blocks }: Tree): string {
  const lines = version === null ? [] : [`espalier ${version.text}`];
  for (const block of blocks) lines.push(...(lines.length > 0 ? [''] : []), ...blockLines(block, fileBody));
  return lines.map((line) => `${line}\n`).join('');
}

function blockLines(block: Block, around: BodyRule): readonly string[] {
  const rule = around.blocks.get(block.keyword.text);
  const name = block.name === null ? '' : ` ${block.name.text}`;
  const inputs = block.inputs.length === 0 ? '' : `(${block.inputs.map(inputText).join(', ')})`;
  const first = `${block.keyword.text}${name}${inputs}${valuesText(block.head)}`;
  if (rule === undefined || rule.braces === 'none') return [first];
  if (block.entries.length === 0) return [rule.braces === 'needed' ? `${first} {}` : first];
  const inside = block.entries.flatMap((entry) => entryLines(entry, rule.body));
  return [`${first} {`, ...inside.map((line) => `  ${line}`), '}'];
}

function entryLines(entry: Entry, around: BodyRule): readonly string[] {
  if (entry.kind === 'block') return blockLines(entry, around);
  if (entry.kind === 'clause') return [clauseText(entry)];
  return [`${entry.on.text} -> ${entry.to.text}${entry.as === null ? '' : ` as ${entry.as.text}`}`];
}

const clauseText = ({ key, values }: Clause): string => `${key.text}${valuesText(values)}`;

function inputText({ name, type, fallback }: InputNode): string {
  return `${name.text}${type === null ? '' : ` ${type.text}`}${fallback === null ? '' : ` = ${valueText(fallback)}`}`;
}

/** Each behind a space; the arguments of a call in round brackets. */
function valuesText(values: readonly Value[]): string {
  const plain = values.filter(({ kind }) => kind !== 'pair').map((value) => ` ${valueText(value)}`).join('');
  const pairs = values.filter(({ kind }) => kind === 'pair').map(valueText).join(', ');
  return pairs === '' ? plain : `${plain}(${pairs})`;
}

function valueText(value: Value): string {
  switch (value.kind) {
    case 'word': case 'number': return value.text;
    case 'text': return quoted(value.value);
    case 'list': return `[${value.items.map(valueText).join(', ')}]`;
    case 'pair': return `${value.name.text}: ${valueText(value.value)}`;
  }
}

const escapes: ReadonlyMap<string, string> = new Map([['"', '\\"'], ['\\', '\\\\'], ['\n', '\\n'], ['\t', '\\t']]);

/** A text as it is written; all texts that a file can say. */
export function quoted(text: string): string {
  let inside = '';
  for (const one of text) {
    const code = one.codePointAt(0) ?? 0;
    inside += escapes.get(one) ?? (isForbidden(one.charCodeAt(0)) ? `\\u{${code.toString(16).toUpperCase()}}` : one);
  }
  return `"${inside}"`;
}
