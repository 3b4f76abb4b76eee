import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, events, metered } from '../../../test/gateway/ask.ts';
import { sampleOf } from '../../../test/gateway/wire-samples.ts';
import { chat } from './chat.ts';

const opencode = sampleOf('opencode');
const { why, passed, sent } = asking(chat, opencode);
const ask = (...content: readonly unknown[]): { messages: unknown } => ({ messages: [{ role: 'user', content }] });

test('what the programs send passes, and is sent on as it was judged', () => {
  assert.deepEqual(sent(), opencode.document);
  assert.equal(passed().mostOutput, 8_000);
  const pi = asking(chat, sampleOf('pi'));
  assert.deepEqual(pi.sent(), sampleOf('pi').document);
  assert.equal(pi.passed().mostOutput, 16_384);
  assert.equal(passed({ max_tokens: 10, max_completion_tokens: 20 }).mostOutput, 20);
  assert.equal(passed({ max_tokens: null }).mostOutput, null);
});

test('a stream is asked what was used, whatever the program says of it', () => {
  for (const options of [undefined, null, {}, { include_usage: false }]) {
    assert.deepEqual(sent({ stream_options: options }), opencode.document, JSON.stringify(options));
  }
  assert.deepEqual(Reflect.get(Object(sent({ stream_options: { include_obfuscation: false } })), 'stream_options'), { include_obfuscation: false, include_usage: true });
  assert.equal('stream_options' in Object(sent({ stream: false, stream_options: undefined })), false);
});

test('routes are two, as they are written', () => {
  assert.deepEqual(chat.route('POST', '/v1/chat/completions'), { kind: 'generate', path: '/v1/chat/completions', model: null, streams: null });
  assert.equal(chat.route('GET', '/v1/models')?.kind, 'free');
  for (const target of ['/chat/completions', '/v1/chat/completions/', '/v1/chat/../chat/completions', '/v1/chat/completions?api-version=1', '/v1/completions', '/v1/embeddings']) {
    assert.equal(chat.route('POST', target), null, target);
  }
});

const providers = /a tool that the provider would run/;
const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ['web search', { web_search_options: {} }, providers],
  ['web search as a tool', { tools: [{ type: 'web_search' }] }, providers],
  ['a plugin', { plugins: [{ id: 'web' }] }, /"plugins" is not known here/],
  ['a model that searches', { model: 'gpt-4o-search-preview' }, /searches by itself/],
  ['a model that searches elsewhere', { model: 'openai/gpt-4o:online' }, /searches by itself/],
  ['a model behind the model', { models: ['other'] }, /"models" is not known here/],
  ['a connector', { tools: [{ type: 'mcp', server_label: 'm' }] }, /a connector/],
  ['a remote image', ask({ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }), /a remote address/],
  ['a remote image without its object', ask({ type: 'image_url', image_url: 'http://example.com' }), /a remote address/],
  ['a remote file', ask({ type: 'file', file: { file_data: 'https://example.com/a.pdf' } }), /a remote address/],
  ['an uploaded file', ask({ type: 'file', file: { file_id: 'file-1' } }), /uploaded/],
  ['more than one reply', { n: 2 }, /as much again/],
  ['a reply that is kept', { store: true }, /is to forget it/],
  ['another tier', { service_tier: 'priority' }, /another price/],
  ['a spoken reply', { modalities: ['text', 'audio'] }, /another price/],
  ['sound', ask({ type: 'input_audio', input_audio: { data: 'aGk=' } }), /no such type is known/],
  ['a voice', { audio: { voice: 'a' } }, /"audio" is not known here/],
  ['what nobody knows', { warp: 9 }, /"warp" is not known here/],
  ['a type that nobody knows', ask({ type: 'teleport' }), /no such type is known/],
];
for (const [name, change, reason] of refusals) {
  test(`refused: ${name}`, () => assert.match(why(change) ?? 'passed', reason));
}

test('refused: another model than the order\'s', () => {
  assert.equal(why({}, { model: 'm1' }), null);
  assert.match(why({ model: 'm2' }, { model: 'm1' }) ?? '', /not the one of this order/);
});

test('what was declared passes, and it is told that it costs more than tokens', () => {
  assert.equal(passed({ web_search_options: {} }, { tools: ['web_search'] }).asksProvider, true);
  assert.equal(passed({ model: 'gpt-4o-search-preview' }, { tools: ['web_search'] }).asksProvider, true);
  assert.equal(passed({ n: 1, store: false }).asksProvider, false);
});

const usage = { prompt_tokens: 1_000, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 900 } };
const tokens = { input: 100, output: 50, cacheRead: 900, cacheWrite: 0 };
const chunk = (delta: unknown, more: object = {}): unknown => ({ choices: [{ index: 0, delta, finish_reason: null }], ...more });

test('a stream is counted', () => {
  const call = chunk({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] });
  const parts = [chunk({ content: 'hi' }), chunk({ reasoning_content: 'hmm' }), call];
  assert.deepEqual(metered(chat, true, events(...parts, { choices: [], usage }, '[DONE]')), { tokens, isWhole: true, outputBytes: 7 });
  assert.deepEqual(metered(chat, true, events(...parts, { choices: [], usage })), { tokens, isWhole: true, outputBytes: 7 });
  assert.equal(metered(chat, true, events(chunk({ content: 'hi' }, { usage }), '[DONE]')).isWhole, true);
});

test('a stream that was cut, or does not tell, is not whole', () => {
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  assert.deepEqual(metered(chat, true, events(chunk({ content: 'hi' }))), { tokens: none, isWhole: false, outputBytes: 2 });
  assert.equal(metered(chat, true, events(chunk({ content: 'hi' }), '[DONE]')).isWhole, false);
  // Told with each event, what was told last is not yet all.
  assert.deepEqual(metered(chat, true, events(chunk({ content: 'hi' }, { usage }))), { tokens, isWhole: false, outputBytes: 2 });
});

test('a document is counted, also as others tell what came from a cache', () => {
  const choices = [{ message: { content: 'hello' } }];
  assert.deepEqual(metered(chat, false, JSON.stringify({ choices, usage })), { tokens, isWhole: true, outputBytes: 5 });
  const other = { prompt_tokens: 10, completion_tokens: 1, prompt_cache_hit_tokens: 4 };
  assert.deepEqual(metered(chat, false, JSON.stringify({ choices, usage: other })).tokens, { input: 6, output: 1, cacheRead: 4, cacheWrite: 0 });
});

test('the key goes where the provider expects it, and a refusal is what the program understands', () => {
  assert.deepEqual(chat.credential('K'), ['authorization', 'Bearer K']);
  assert.deepEqual(JSON.parse(chat.refusal({ code: 'budget_reached', message: 'no more' })), { type: 'error', error: { type: 'invalid_request_error', code: 'budget_reached', message: 'budget_reached: no more', param: null } });
});
