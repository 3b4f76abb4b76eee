import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wireSamples } from '../../../test/gateway/wire-samples.ts';
import { type Header, judgeHeaders, type PassedHeaders } from './judge-headers.ts';
import { chat } from './chat.ts';
import { messages } from './messages.ts';
import type { Wire } from './wire.ts';
import { wires } from './wires.ts';

const isOwnKey = (key: string): boolean => key === 'placeholder';
const judge = (all: Readonly<Record<string, string>>, wire: Wire = messages): ReturnType<typeof judgeHeaders> => judgeHeaders(Object.entries(all), wire, isOwnKey);
const why = (name: string, value: string): string => {
  const judged = judge({ [name]: value });
  return judged.ok ? 'passed' : judged.why;
};

function passedOf(all: readonly Header[], wire: Wire = messages): PassedHeaders {
  const judged = judgeHeaders(all, wire, isOwnKey);
  if (!judged.ok) throw new Error(judged.why);
  return judged;
}

for (const { program, wire: name, headers } of wireSamples) {
  test(`what ${program} sends passes, but for its key and what is about one connection`, () => {
    const wire = wires.find((one) => one.name === name);
    assert.ok(wire !== undefined);
    const { headers: sent, showsKey, dropped } = passedOf(Object.entries(headers), wire);
    assert.equal(showsKey, true);
    assert.deepEqual(dropped, []);
    assert.doesNotMatch(JSON.stringify(sent), /placeholder|127\.0\.0\.1|gzip|keep-alive|content-length/);
    assert.equal(new Map(sent).get('user-agent'), headers['user-agent']);
    assert.equal(new Map(sent).get('anthropic-beta'), headers['anthropic-beta']);
  });
}

test('refused: a key of somebody else\'s, wherever it is shown', () => {
  for (const name of ['authorization', 'X-Api-Key', 'x-goog-api-key', 'api-key', 'proxy-authorization']) {
    assert.match(why(name, 'sk-real'), /shows a key in [a-z-]+ that is not this order's/, name);
    assert.equal(why(name, 'placeholder'), 'passed', name);
  }
  assert.match(why('authorization', 'Bearer sk-real'), /not this order's/);
  assert.equal(why('authorization', 'bearer  placeholder'), 'passed');
  const both = judgeHeaders([['x-api-key', 'placeholder'], ['authorization', 'Bearer sk-real']], messages, isOwnKey);
  assert.equal(both.ok, false);
});

test('refused: another account', () => {
  for (const name of ['Cookie', 'OpenAI-Organization', 'OpenAI-Project', 'x-goog-user-project', 'chatgpt-account-id']) assert.match(why(name, 'a'), /names an account/, name);
});

test('refused: a body that is not what it looks like', () => {
  for (const encoding of ['gzip', 'zstd', 'identity, gzip']) assert.match(why('content-encoding', encoding), /encoded/);
  assert.equal(why('content-encoding', 'identity'), 'passed');
  for (const type of ['multipart/form-data; boundary=x', 'text/plain', 'application/json; charset=utf-16']) assert.match(why('content-type', type), /no JSON/);
  assert.equal(why('content-type', 'application/json; charset=UTF-8'), 'passed');
});

test('refused: what is there twice', () => {
  const judged = judgeHeaders([['anthropic-version', '2023-06-01'], ['Anthropic-Version', '2099-01-01']], messages, isOwnKey);
  assert.match(judged.ok ? 'passed' : judged.why, /anthropic-version is there twice/);
});

test('what is not known is dropped', () => {
  const { headers, showsKey } = passedOf([['x-forwarded-for', '10.0.0.1'], ['x-codex-turn-metadata', '{}'], ['openai-beta', 'assistants=v2'], ['user-agent', 'ä'], ['x-app', 'cli']]);
  assert.deepEqual(headers, [['x-app', 'cli']]);
  assert.equal(showsKey, false);
});

test('features by which a provider would run something, or cost more, are dropped and told', () => {
  const bad = ['files-api-2025-04-14', 'mcp-client-2025-11-20', 'code-execution-2025-08-25', 'web-fetch-2025-09-10', 'skills-2025-10-02', 'fast-mode-2026-02-01', 'claude-code', 'nobody-knows-2030-01-01'];
  const { headers, dropped } = passedOf([['anthropic-beta', `claude-code-20250219, ${bad.slice(0, 4).join(',')}`], ['Anthropic-Beta', `effort-2025-11-24,${bad.slice(4).join(',')}`]]);
  assert.deepEqual(headers, [['anthropic-beta', 'claude-code-20250219,effort-2025-11-24']]);
  assert.deepEqual(dropped, bad);
  assert.deepEqual(passedOf([['anthropic-beta', 'effort-2025-11-24']], chat).headers, []);
});
