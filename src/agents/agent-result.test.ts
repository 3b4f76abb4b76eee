import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mostResultBytes, readResult } from './agent-result.ts';

const read = (text: string): ReturnType<typeof readResult> => readResult(new TextEncoder().encode(text));
const whyNot = (text: string): string => {
  const said = read(text);
  return said.ok ? 'it is read' : said.why;
};

test('a result is a word, and what comes with it', () => {
  assert.deepEqual(read('{"word": "ok", "data": {"a": [1]}}'), { ok: true, result: { kind: 'ended', word: 'ok', text: '', data: '{"a":[1]}' } });
  assert.deepEqual(read('{"word": "ok", "text": "done", "data": "as it is"}'), { ok: true, result: { kind: 'ended', word: 'ok', text: 'done', data: 'as it is' } });
});

test('what is none says where', () => {
  assert.match(whyNot('{"word": ""}'), /^word: /);
  assert.match(whyNot('{"word": "ok", "wrod": 1}'), /wrod/);
  assert.match(whyNot('{"word"'), /^it is no JSON/);
});

test('data of any depth is read or refused, and never breaks who reads it', () => {
  const deep = (open: string, close: string): string => `{"word": "ok", "data": ${open.repeat(150_000)}1${close.repeat(150_000)}}`;
  for (const text of [deep('[', ']'), deep('{"a":', '}')]) {
    assert.ok(text.length < mostResultBytes);
    assert.match(whyNot(text), /^data: it is nested too deeply/);
  }
});

test('no bytes break it', () => {
  fc.assert(fc.property(fc.uint8Array({ max: 255 }), (bytes) => typeof readResult(bytes).ok === 'boolean'));
  fc.assert(fc.property(fc.json(), (text) => typeof read(text).ok === 'boolean'));
});
