import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { plan, run, workflow } from '../build-ir.ts';
import { readJson } from './read-json.ts';
import type { ReadNotation } from './read-plan.ts';
import { readPlan } from './read-plan.ts';
import { readYaml } from './read-yaml.ts';

const good = plan({ workflows: [workflow('main', run('a', { command: 'true' }, 'ok -> end  fail -> halt'))] });
const json = JSON.stringify(good, null, 2);
const yaml = stringify(good);

/** Each finding's kind, and the text that it is at. */
function found(text: string, read: ReadNotation): readonly string[] {
  return readPlan({ file: 'plan', text }, read).findings
    .map(({ kind, span }) => `${kind} ${text.slice(span.start, Math.min(span.end, span.start + 12))}`);
}

const notations = [['JSON', json, readJson], ['YAML', yaml, readYaml]] as const;

for (const [name, text, read] of notations) {
  test(`a plan in ${name} is read, with the place of every value`, () => {
    const { ir, findings, places } = readPlan({ file: 'plan', text }, read);
    deepEqual(ir, good);
    deepEqual(findings, []);
    const { start, end } = places.at('workflows/0/steps/0/wires/1/to')?.span ?? { start: 0, end: 0 };
    match(text.slice(start, end), /^"?halt"?$/);
    equal(places.at('workflows/0/steps/0/wires/9/to')?.span.start, places.exactly('workflows/0/steps/0/wires')?.span.start);
  });
}

const changed = (from: string, to: string): string => json.replace(from, to);

const table: readonly (readonly [string, string, string])[] = [
  ['an unknown key', changed('"root"', '"rot": 1, "root"'), 'unknown-key "rot"'],
  ['a key that is a trap', changed('"root"', '"__proto__": 1, "root"'), 'unknown-key "__proto__"'],
  ['a key twice', changed('"root"', '"root": "x", "root"'), 'key-twice "root"'],
  ['a key that is missing', changed('"root": "main",', ''), 'key-missing {'],
  ['a text for a number', changed('"visits": 5', '"visits": "5"'), 'value-of-wrong-type "5"'],
  ['a part of a number', changed('"visits": 5', '"visits": 0.5'), 'value-of-wrong-type 0.5'],
  ['a number below zero', changed('"visits": 5', '"visits": -5'), 'value-out-of-bounds -5'],
  ['a number without end', changed('"visits": 5', '"visits": 1e999'), 'not-a-number 1e999'],
  ['a kind that there is not', changed('"kind": "run"', '"kind": "rum"'), 'value-not-allowed "rum"'],
  ['a list of another thing', changed('"kind": "run"', '"kind": "run", "writes": ["a", 4]'), 'value-of-wrong-type 4'],
  ['another version', changed('"espalier": 1', '"espalier": 2'), 'value-not-allowed 2'],
  ['no object', '[]', 'value-of-wrong-type []'],
  ['nothing', '', 'json-syntax '],
  ['a comma too many', '{"a": 1,}', 'json-syntax }'],
  ['a comment', '{} // x', 'json-syntax /'],
  ['an open text', '{"a', 'json-syntax "'],
  ['half a character', '"\\ud800"', 'json-syntax "'],
  ['a bad escape', '"\\x41"', 'json-syntax \\'],
  ['a number with a leading zero', '01', 'json-syntax 0'],
  ['a control character', '"\u0000"', 'json-syntax \u0000'],
  ['deep nesting', '['.repeat(1_000_000), 'notation-too-deep ['],
  ['more values than a plan has', `[${'1,'.repeat(200_000)}1]`, 'notation-too-long 1'],
];

for (const [name, text, expected] of table) {
  test(`${name} in JSON is refused where it stands`, () => deepEqual(found(text, readJson), [expected]));
}

const laughs = `a: &a [x, x]\n${[...'bcdefghij'].map((one, at) => `${one}: &${one} [*${'abcdefghij'[at]}]`).join('\n')}`;

const yamlTable: readonly (readonly [string, string, string])[] = [
  ['an anchor that aliases multiply', laughs, 'yaml-alias &a'],
  ['an alias', 'a: *b', 'yaml-alias *b'],
  ['a tag', 'a: !!js/function x', 'yaml-tag !!js/functio'],
  ['a directive', '%YAML 1.1\n---\na: 1', 'yaml-directive %YAML 1.1'],
  ['a merge key', '<<: {a: 1}', 'yaml-merge <<'],
  ['two documents', 'a: 1\n---\nb: 2', 'yaml-documents '],
  ['a key that is a list', '? [a]\n: b', 'yaml-key [a]'],
  ['a key twice', yaml.replace('root: main', 'root: main\nroot: main'), 'key-twice root'],
  ['a key that is a trap', yaml.replace('root: main', 'root: main\n__proto__: main'), 'unknown-key __proto__'],
  ['deep brackets', '['.repeat(1_000_000), 'notation-too-deep ['],
  ['deep lists on one line', '- '.repeat(500_000), 'notation-too-deep -'],
  ['deep lists on many lines', Array.from({ length: 400 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), 'notation-too-deep :'],
  ['lines that are indented without end', Array.from({ length: 1_400 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), 'notation-too-deep :'],
  ['tokens without end', '""'.repeat(500_000), 'notation-too-long ""'],
  ['nothing', '', 'value-of-wrong-type '],
  ['bad indentation', 'a: b: c', 'yaml-syntax b'],
];

for (const [name, text, expected] of yamlTable) {
  test(`${name} in YAML is refused where it stands`, () => deepEqual(found(text, readYaml).slice(0, 1), [expected]));
}

test('a word that is nearly right is told', () => {
  const hints = (text: string): readonly (string | undefined)[] => readPlan({ file: 'plan', text }, readJson).findings.map(({ hint }) => hint);
  deepEqual(hints(changed('"command"', '"comand": "x", "command"')), ['did you mean `command`?']);
  deepEqual(hints(changed('"kind": "run"', '"kind": "rum"')), ['did you mean `run`?']);
});

test('JSON is read as the platform reads it', () => {
  const shown = (text: string): unknown => {
    const { data } = readJson({ file: '', text });
    return data?.kind === 'scalar' ? data.value : data?.kind;
  };
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.boolean(), fc.constant(null)), (value) => {
    const text = JSON.stringify(value);
    deepEqual(shown(text), JSON.parse(text));
  }));
});

test('any text is answered in both notations, and whatever is refused has a finding', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}[],:"- \n#&*!|>?%a1\'') }), fc.json());
  for (const read of [readJson, readYaml]) {
    fc.assert(fc.property(texts, (text) => readPlan({ file: '', text }, read).findings.length > 0), { numRuns: 2_000 });
  }
});
