// Trees as the grammar's table allows them, and as the parser would make them, at offset 0 throughout.
import fc from 'fast-check';
import type { BlockRule } from '../../src/language/syntax/grammar.ts';
import { fallbackShape, fileBody, inputTypes, keywordsOf, stepRule } from '../../src/language/syntax/grammar.ts';
import type { Shape } from '../../src/language/syntax/shape.ts';
import type {
  Block, Clause, Entry, InputNode, Pair, Tree, Value, WireNode, Word,
} from '../../src/language/syntax/tree.ts';

type Values = fc.Arbitrary<readonly Value[]>;

const span = { start: 0, end: 0 };
const wordOf = (text: string): Word => ({ kind: 'word', text, span });

/** Keywords among them: a word is one only by its place. */
const names: fc.Arbitrary<string> = fc.constantFrom(
  'a', 'write-tests', 'x9', 'end', 'halt', '__proto__', ...keywordsOf(fileBody), ...keywordsOf(stepRule.body),
);
const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', 'npm test', 'src/**', '"', '\\', '\n\t', '# no comment', '{{ run }}', '🌱', '\u202e'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const numbers: fc.Arbitrary<string> = fc.constantFrom('0', '3', '0.25', '6M', '200K', '1.5G', '10m', '500ms', '2d');

/** What the values of a shape can be. */
export function valuesOf(shape: Shape): Values {
  switch (shape.is) {
    case 'text': return texts.map((value) => [{ kind: 'text', value: value.replaceAll('\u0000', ''), span }]);
    case 'number': return numbers.map((text) => [{ kind: 'number', text, span }]);
    case 'name': return names.map((text) => [wordOf(text)]);
    case 'word': return fc.constantFrom(...shape.words).map((text) => [wordOf(text)]);
    case 'path': return fc.tuple(names, fc.constantFrom(...shape.ends), fc.boolean())
      .map(([name, end, isBare]) => [wordOf(shape.bare && isBare ? name : `${name}.${end}`)]);
    case 'list': return listOf(shape.item);
    case 'all': return joined(shape.parts.map(valuesOf));
    case 'either': return fc.oneof(...shape.parts.map(valuesOf));
    case 'maybe': return fc.oneof(fc.constant([]), valuesOf(shape.part));
    case 'many': return fc.array(valuesOf(shape.part), { maxLength: 3 }).map((all) => all.flat());
    case 'arguments': return fc.array(fc.tuple(names, valuesOf(shape.value)), { maxLength: 3 })
      .map((all) => all.flatMap(pairs));
  }
}

const pairs = ([name, values]: [string, readonly Value[]]): readonly Pair[] =>
  values.map((value) => ({ kind: 'pair', name: wordOf(name), value, span }));

function joined(parts: readonly Values[]): Values {
  return fc.tuple(...parts).map((all) => all.flat());
}

function listOf(item: Shape): Values {
  const items = fc.array(valuesOf(item), { maxLength: 3 }).map((all) => all.flat());
  return fc.oneof(valuesOf(item), items.map((all): readonly Value[] => [{ kind: 'list', items: all, span }]));
}

const input: fc.Arbitrary<InputNode> = fc
  .tuple(names, fc.option(fc.constantFrom(...inputTypes)), fc.option(valuesOf(fallbackShape)))
  .map(([name, type, fallback]) => ({
    kind: 'input', name: wordOf(name), type: type === null ? null : wordOf(type), fallback: fallback?.[0] ?? null, span,
  }));

const wire: fc.Arbitrary<WireNode> = fc.tuple(names, names, names).map(([on, to, as]) => ({
  kind: 'wire', on: wordOf(on), to: wordOf(to), as: to === 'end' ? wordOf(as) : null, span,
}));

function blockOf(rule: BlockRule): fc.Arbitrary<Block> {
  const entries: fc.Arbitrary<Entry>[] = [...rule.body.properties.values()].map(({ keyword, value }) =>
    valuesOf(value).map((values): Clause => ({ kind: 'clause', key: wordOf(keyword), values, span })));
  entries.push(...[...rule.body.blocks.values()].map(blockOf));
  if (rule.body.wires) entries.push(wire);
  return fc
    .record({
      name: rule.name === null ? fc.constant(null) : names.map(wordOf),
      head: rule.head === null ? fc.constant([]) : valuesOf(rule.head),
      inputs: rule.inputs ? fc.array(input, { maxLength: 2 }) : fc.constant([]),
      entries: entries.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...entries), { maxLength: 5 }).map(once),
    })
    .map((parts) => ({ kind: 'block', keyword: wordOf(rule.keyword), ...parts, broken: false, span }));
}

/** A keyword is said once. */
function once(entries: readonly Entry[]): readonly Entry[] {
  const said = new Set<string>();
  return entries.filter((entry) => {
    if (entry.kind !== 'clause') return true;
    const isNew = !said.has(entry.key.text);
    said.add(entry.key.text);
    return isNew;
  });
}

export const trees: fc.Arbitrary<Tree> = fc
  .array(fc.oneof(...[...fileBody.blocks.values()].map(blockOf)), { maxLength: 3 })
  .map((blocks) => ({ version: { kind: 'number', text: '1', span }, blocks, broken: false }));
