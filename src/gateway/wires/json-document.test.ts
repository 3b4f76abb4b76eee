import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObject, mostBodyBytes, own, parseJson, shown } from './json-document.ts';

const parse = (text: string): ReturnType<typeof parseJson> => parseJson(new TextEncoder().encode(text));
const why = (text: string): string => {
  const parsed = parse(text);
  return parsed.ok ? 'ok' : parsed.why;
};

test('a document is a value', () => {
  assert.deepEqual(parse('{"a":[1,"]]]{{","\\"["]}'), { ok: true, value: { a: [1, ']]]{{', '"['] } });
});

test('the last of duplicate names is the one that is judged', () => {
  assert.deepEqual(parse('{"a":1,"a":2}'), { ok: true, value: { a: 2 } });
});

test('what is no JSON in UTF-8 is refused', () => {
  for (const text of ['', '{', '{"a":1}x', "{'a':1}", '{"a":1,}', 'NaN', '\uFEFF{}']) assert.equal(why(text), 'it is no JSON in UTF-8', text);
  assert.equal(parseJson(Uint8Array.of(0x22, 0xff, 0x22)).ok, false);
});

test('it is refused above its caps, before it is parsed', () => {
  assert.equal(why(`${'['.repeat(128)}${']'.repeat(128)}`), 'ok');
  assert.match(why(`${'['.repeat(129)}${']'.repeat(129)}`), /nested more than 128 deep/);
  assert.match(why('['.repeat(1_000_000)), /nested more than 128 deep/);
  assert.match(why(`[${'0,'.repeat(2_000_001)}0]`), /more than 2000000 parts/);
  const tooLong = parseJson(new Uint8Array(mostBodyBytes + 1).fill(0x20));
  assert.match(tooLong.ok ? 'ok' : tooLong.why, /more than 33554432 bytes/);
});

test('a name is its own', () => {
  const parsed = parse('{"__proto__":{"model":"x"},"a":1}');
  assert.ok(parsed.ok);
  assert.equal(own(parsed.value, 'a'), 1);
  assert.equal(own(parsed.value, 'model'), undefined);
  assert.equal(own(parsed.value, 'toString'), undefined);
  assert.equal(own([1], '0'), undefined);
  assert.equal(isObject([]) || isObject(null) || isObject('a'), false);
});

test('what others wrote is shown in one short line', () => {
  assert.equal(shown('a\nb'), '"a\\nb"');
  assert.equal(shown('x'.repeat(100)), `"${'x'.repeat(80)}…"`);
});
