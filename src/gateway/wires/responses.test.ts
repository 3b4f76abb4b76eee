import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, events, metered } from '../../../test/gateway/ask.ts';
import { sampleOf } from '../../../test/gateway/wire-samples.ts';
import { responses } from './responses.ts';

const codex = sampleOf('codex');
const { why, passed, sent } = asking(responses, codex);
const ask = (...content: readonly unknown[]): { input: unknown } => ({ input: [{ type: 'message', role: 'user', content }] });

test('what the program sends passes, and is sent on as it was judged', () => {
  const { model, streams, mostOutput, asksProvider } = passed();
  assert.deepEqual({ model, streams, mostOutput, asksProvider }, { model: 'gpt-5.5', streams: true, mostOutput: null, asksProvider: false });
  assert.deepEqual(sent(), codex.document);
  assert.equal(passed({ max_output_tokens: 16_384 }).mostOutput, 16_384);
  assert.equal(passed({ stream: false }).streams, false);
  assert.equal(why({ input: 'hi', previous_response_id: null, service_tier: 'auto', metadata: { a: 'b' } }), null);
});

test('the provider is told not to keep the reply, since it does where nothing is said', () => {
  const { store: _, ...document } = codex.document;
  const route = responses.route('POST', '/v1/responses');
  assert.ok(route !== null);
  const read = responses.read(new TextEncoder().encode(JSON.stringify(document)), route, { model: null, tools: [] });
  assert.ok(read.ok);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(read.body)), codex.document);
  assert.deepEqual(sent({ store: null }), codex.document);
});

test('routes are a few, as they are written', () => {
  assert.deepEqual(responses.route('POST', '/responses'), { kind: 'generate', path: '/responses', model: null, streams: null });
  assert.equal(responses.route('POST', '/v1/responses?key=abc')?.path, '/v1/responses');
  assert.equal(responses.route('GET', '/v1/models?client_version=0.169.0')?.kind, 'free');
  for (const target of ['/v1/responses/resp_1', '/v1/responses/compact', '/v1/responses/', '/V1/responses', '/v1//responses', '/v2/responses', '/v1/responses?background=true', '/v1/responses%20', '/v1/conversations', '/v1/files']) {
    assert.equal(responses.route('POST', target), null, target);
  }
  assert.equal(responses.route('GET', '/v1/responses'), null);
});

test('a list of models is asked for without a body', () => {
  const route = responses.route('GET', '/v1/models');
  assert.ok(route !== null);
  assert.equal(responses.read(new Uint8Array(), route, { model: 'm', tools: [] }).ok, true);
  assert.equal(responses.read(Uint8Array.of(0x7b, 0x7d), route, { model: 'm', tools: [] }).ok, false);
});

const providers = /a tool that the provider would run/;
const tools = (...all: readonly unknown[]): { tools: unknown } => ({ tools: all });
const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ['web search', tools({ type: 'web_search', external_web_access: false }), providers],
  ['web search of before', tools({ type: 'web_search_preview_2025_03_11' }), providers],
  ['search in files', tools({ type: 'file_search', vector_store_ids: ['vs_1'] }), providers],
  ['images', tools({ type: 'image_generation' }), providers],
  ['an interpreter', tools({ type: 'code_interpreter', container: { type: 'auto' } }), providers],
  ['a computer', tools({ type: 'computer_use_preview' }), providers],
  ['a connector', tools({ type: 'mcp', server_label: 'm', server_url: 'https://mcp.example' }), /a connector/],
  ['a shell at the provider\'s', tools({ type: 'shell', environment: { type: 'container_auto' } }), /does not say that the program runs it/],
  ['a shell without its place', tools({ type: 'shell' }), /does not say that the program runs it/],
  ['a search for tools by the provider', tools({ type: 'tool_search' }), /does not say that the program runs it/],
  ['web search within a namespace', tools({ type: 'namespace', name: 'n', tools: [{ type: 'web_search' }] }), providers],
  ['web search among additional tools', { input: [{ type: 'additional_tools', tools: [{ type: 'web_search' }] }] }, providers],
  ['web search as a choice', { tool_choice: { type: 'web_search' } }, providers],
  ['what the provider ran', { input: [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }] }, providers],
  ['a connector\'s call', { input: [{ type: 'mcp_call', name: 'f', server_label: 'm' }] }, /a connector/],
  ['a remote image', ask({ type: 'input_image', image_url: 'https://example.com/a.png' }), /a remote address/],
  ['a remote image in a tool\'s result', { input: [{ type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', image_url: 'http://a.example' }] }] }, /a remote address/],
  ['a remote file', ask({ type: 'input_file', file_url: 'https://example.com/a.pdf' }), /a remote address/],
  ['an uploaded file', ask({ type: 'input_file', file_id: 'file-1' }), /uploaded/],
  ['an uploaded image', ask({ type: 'input_image', file_id: 'file-1' }), /uploaded/],
  ['an item that the provider keeps', { input: [{ type: 'item_reference', id: 'msg_1' }] }, /keeps/],
  ['an earlier reply', { previous_response_id: 'resp_1' }, /keeps/],
  ['a conversation', { conversation: 'conv_1' }, /keeps/],
  ['a prompt that is kept', { prompt: { id: 'pmpt_1' } }, /keeps/],
  ['a reply that is kept', { store: true }, /is to forget it/],
  ['the background', { background: true }, /nobody counts/],
  ['another tier', { service_tier: 'priority' }, /another price/],
  ['a cache for long', { prompt_cache_retention: '24h' }, /kept for longer/],
  ['results of the provider\'s tools', { include: ['web_search_call.action.sources'] }, /results of tools/],
  ['what nobody knows', { warp: 9 }, /"warp" is not known here/],
  ['notes that are more', { client_metadata: { a: { type: 'web_search' } } }, /more than names and texts/],
  ['a type that nobody knows', ask({ type: 'teleport' }), /no such type is known/],
  ['a model that searches', { model: 'o3-deep-research' }, /searches by itself/],
];
for (const [name, change, reason] of refusals) {
  test(`refused: ${name}`, () => assert.match(why(change) ?? 'passed', reason));
}

test('refused: another model than the order\'s', () => {
  assert.equal(why({}, { model: 'gpt-5.5' }), null);
  assert.match(why({ model: 'gpt-5.5-mini' }, { model: 'gpt-5.5' }) ?? '', /not the one of this order/);
});

test('what was declared passes, and it is told that it costs more than tokens', () => {
  const change = { ...tools({ type: 'web_search' }), input: [{ type: 'web_search_call', action: { type: 'open_page', url: 'https://example.com' } }] };
  assert.equal(passed(change, { tools: ['web_search'] }).asksProvider, true);
  assert.match(why(tools({ type: 'image_generation' }), { tools: ['web_search'] }) ?? '', providers);
  assert.equal(passed({ model: 'o3-deep-research' }, { tools: ['web_search'] }).asksProvider, true);
});

test('a shell of the program\'s own passes', () => {
  assert.equal(why(tools({ type: 'shell', environment: { type: 'local' } }, { type: 'local_shell' }, { type: 'apply_patch' })), null);
});

const usage = { input_tokens: 1_000, input_tokens_details: { cached_tokens: 900, cache_write_tokens: 60 }, output_tokens: 50, output_tokens_details: { reasoning_tokens: 40 }, total_tokens: 1_050 };
const tokens = { input: 40, output: 50, cacheRead: 900, cacheWrite: 60 };
const text = (delta: string): unknown => ({ type: 'response.output_text.delta', delta });

test('a stream is counted: input without what a cache had, output with what was thought', () => {
  const call = { type: 'response.function_call_arguments.delta', delta: '{}' };
  const done = { type: 'response.output_item.done', item: { type: 'reasoning', encrypted_content: 'gAAAA' } };
  const stream = events({ type: 'response.created', response: { usage: null } }, text('hi'), call, done, { type: 'response.completed', response: { usage } });
  assert.deepEqual(metered(responses, true, stream), { tokens, isWhole: true, outputBytes: 9 });
  assert.deepEqual(metered(responses, true, events({ type: 'response.incomplete', response: { usage } })), { tokens, isWhole: true, outputBytes: 0 });
});

test('a stream that was cut, or does not tell, is not whole', () => {
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  assert.deepEqual(metered(responses, true, events(text('hi'))), { tokens: none, isWhole: false, outputBytes: 2 });
  assert.equal(metered(responses, true, events({ type: 'response.failed', response: { usage: null } })).isWhole, false);
  assert.equal(metered(responses, true, events({ type: ['response.completed'], response: { usage } })).isWhole, false);
  assert.deepEqual(metered(responses, true, events({ type: 'response.completed', response: { usage } }).slice(0, -1)), { tokens: none, isWhole: false, outputBytes: 0 });
});

test('a document is counted', () => {
  assert.deepEqual(metered(responses, false, JSON.stringify({ output: [{ text: 'abc' }], usage }), ' \n'), { tokens, isWhole: true, outputBytes: 3 });
  assert.equal(metered(responses, false, '{"output":[]}').isWhole, false);
});

test('a cache that claims more than there was leaves nothing below nothing', () => {
  const odd = { input_tokens: 10, input_tokens_details: { cached_tokens: 90, cache_write_tokens: 90 }, output_tokens: 1 };
  assert.deepEqual(metered(responses, false, JSON.stringify({ usage: odd })).tokens, { input: 0, output: 1, cacheRead: 10, cacheWrite: 0 });
});

test('the key goes where the provider expects it', () => assert.deepEqual(responses.credential('K'), ['authorization', 'Bearer K']));
