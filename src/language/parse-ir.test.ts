import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plan, run, workflow } from './build-ir.ts';
import { maxIrLength } from './ir-schema.ts';
import { parseIr } from './parse-ir.ts';

const good = plan({ workflows: [workflow('main', run('a', { command: 'true' }, 'ok -> end  fail -> halt'))] });

/** The plan with one value put at a path of it, as text. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy: unknown = JSON.parse(JSON.stringify(good));
  let at: unknown = copy;
  for (const key of path.slice(0, -1)) at = Reflect.get(Object(at), key);
  Object.defineProperty(Object(at), path.at(-1) ?? '', { value, enumerable: true, configurable: true, writable: true });
  return JSON.stringify(copy);
}

function faults(text: string): readonly string[] {
  const parsed = parseIr(text);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

test('a plan goes to JSON and back unchanged', () => {
  const parsed = parseIr(JSON.stringify(good));
  deepEqual(parsed, { ok: true, ir: good });
});

const table: readonly (readonly [string, readonly (string | number)[], unknown, RegExp])[] = [
  ['an unknown key', ['surprise'], 1, /^: Unrecognized key: "surprise"/],
  ['an unknown key of a step', ['workflows', 0, 'steps', 0, 'writez'], [], /^workflows\/0\/steps\/0: Unrecognized key/],
  ['a key that is a trap', ['workflows', 0, '__proto__'], {}, /__proto__/],
  ['a step of an unknown kind', ['workflows', 0, 'steps', 0, 'kind'], 'magic', /^workflows\/0\/steps\/0\/kind: /],
  ['a number that is not whole', ['limits', 'visits'], 1.5, /^limits\/visits: /],
  ['a number below zero', ['limits', 'visits'], -1, /^limits\/visits: /],
  ['a number beyond what is safe', ['budget', 'tokens'], 1e300, /^budget\/tokens: /],
  ['another version', ['espalier'], 2, /^espalier: /],
  ['a text for a list', ['landing'], 'unit', /^landing: /],
  ['a long list', ['landing'], Array.from({ length: 1001 }, () => 'x'), /^landing: /],
  ['a long name', ['root'], 'x'.repeat(201), /^root: /],
  ['what the checker finds', ['root'], 'other', /^plan: the root workflow `other` does not exist/],
];

for (const [name, path, value, reads] of table) {
  test(`${name} is refused`, () => match(faults(changed(path, value)).join('\n'), reads));
}

test('what is no JSON, too large or too deep is refused', () => {
  match(faults('{').join(), /not JSON/);
  match(faults(' '.repeat(maxIrLength + 1)).join(), /more than/);
  equal(faults('['.repeat(1_000_000)).length, 1);
  equal(faults('[]').length > 0, true);
});

test('any JSON is answered, never thrown at', () => {
  fc.assert(fc.property(fc.json(), (text) => !parseIr(text).ok));
});

test('any value in any place is answered', () => {
  const paths = [['workflows'], ['workflows', 0], ['workflows', 0, 'steps'], ['workflows', 0, 'steps', 0], ['limits'], ['paths', 'tests'], ['people']];
  fc.assert(fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
    const parsed = parseIr(changed(path, value));
    if (!parsed.ok) equal(parsed.faults.length > 0, true);
  }));
});
