import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, events, metered } from '../../../test/gateway/ask.ts';
import { sampleOf } from '../../../test/gateway/wire-samples.ts';
import { messages } from './messages.ts';

const claude = sampleOf('claude');
const { why, passed, sent } = asking(messages, claude);
const ask = (...content: readonly unknown[]): { messages: unknown } => ({ messages: [{ role: 'user', content }] });

test('what the program sends passes, and is sent on as it was judged', () => {
  const { model, streams, mostOutput, asksProvider, inputBytes, body } = passed();
  assert.deepEqual({ model, streams, mostOutput, asksProvider }, { model: claude.model, streams: true, mostOutput: 64_000, asksProvider: false });
  assert.equal(inputBytes, body.length);
  assert.deepEqual(sent(), claude.document);
  assert.equal(why({}, { model: claude.model }), null);
  assert.equal(why({}, { target: '/v1/messages/count_tokens?beta=true' }), null);
});

test('routes are a few, as they are written', () => {
  assert.deepEqual(messages.route('POST', '/v1/messages?beta=true'), { kind: 'generate', path: '/v1/messages?beta=true', model: null, streams: null });
  assert.deepEqual(messages.route('POST', '/v1/messages?key=a&beta=true')?.path, '/v1/messages?beta=true');
  assert.equal(messages.route('POST', '/v1/messages/count_tokens')?.kind, 'free');
  assert.equal(messages.route('GET', '/v1/models?limit=1000')?.kind, 'free');
  for (const target of ['/v1/messages/', '/v1/messages/batches', '//v1/messages', '/x/v1/messages', '/v1/../v1/messages', '/v1/mess%61ges', '/v1/messages?beta=false', '/v1/messages?a=1', '/v1/messages?', '/v1/messages?beta=true&beta=true', '/v1/messages#a', '/v1/files']) {
    assert.equal(messages.route('POST', target), null, target);
  }
  assert.equal(messages.route('GET', '/v1/messages'), null);
  assert.equal(messages.route('DELETE', '/v1/models'), null);
});

const providers = /a tool that the provider would run/;
const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ['web search', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, providers],
  ['web fetch', { tools: [{ type: 'web_fetch_20250910', name: 'web_fetch' }] }, providers],
  ['code execution', { tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] }, providers],
  ['a search for tools by the provider', { tools: [{ type: 'tool_search_tool_regex_20251119', name: 'tool_search' }] }, providers],
  ['connectors', { mcp_servers: [{ type: 'url', url: 'https://mcp.example', name: 'm' }] }, /connectors/],
  ['a set of a connector\'s tools', { tools: [{ type: 'mcp_toolset', mcp_server_name: 'm' }] }, /a connector/],
  ['a container', { container: 'c1' }, /a container/],
  ['a remote image', ask({ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }), /a remote address/],
  ['a remote address without its type', ask({ type: 'image', source: { type: 'base64', url: 'https://example.com/a.png' } }), /a remote address/],
  ['a remote document in a tool\'s result', ask({ type: 'tool_result', tool_use_id: 't', content: [{ type: 'document', source: { type: 'url', url: 'https://example.com' } }] }), /a remote address/],
  ['an uploaded file', ask({ type: 'document', source: { type: 'file', file_id: 'file_1' } }), /uploaded/],
  ['an uploaded file in another spelling', ask({ type: 'document', source: { type: 'base64', File_ID: 'file_1' } }), /uploaded/],
  ['a file in a container', ask({ type: 'container_upload', file_id: 'file_1' }), /uploaded/],
  ['what the provider ran', ask({ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }), providers],
  ['a type that nobody knows', ask({ type: 'teleport' }), /no such type is known/],
  ['a type that is no word', ask({ type: ['web_search_20250305'] }), /it is no word/],
  ['what nobody knows', { warp: 9 }, /"warp" is not known here/],
  ['another spelling', { Speed: 'fast' }, /"Speed" is not known here/],
  ['two spellings of one name', { Model: 'x' }, /"Model": it is there twice/],
  ['another tier', { service_tier: 'priority' }, /another price/],
  ['speed', { speed: 'fast' }, /another price/],
  ['a place', { inference_geo: 'us' }, /another price/],
  ['more about the person', { metadata: { user_id: 'a', email: 'b' } }, /more than "user_id"/],
  ['output without an end', { max_tokens: 1e9 }, /no whole number from 1/],
  ['a stream that is neither', { stream: 'yes' }, /neither true nor false/],
];
for (const [name, change, reason] of refusals) {
  test(`refused: ${name}`, () => assert.match(why(change) ?? 'passed', reason));
}

test('tools may change within a conversation, to no others than might be there from its beginning', () => {
  const added = (definition: unknown): { messages: unknown } => ({ messages: [{ role: 'system', content: [{ type: 'tool_removal', tool: { type: 'tool_reference', name: 'a' } }, { type: 'tool_addition', tool: { type: 'tool_definition', definition } }] }] });
  assert.equal(why(added({ name: 'b', description: 'b', input_schema: { type: 'object' } })), null);
  assert.match(why(added({ type: 'web_search_20250305', name: 'web_search' })) ?? '', providers);
});

test('refused: another model than the order\'s, and said how to avoid it', () => {
  assert.match(why({ model: 'claude-haiku-4-5' }, { model: claude.model }) ?? '', /"claude-haiku-4-5" is not the one of this order, which is "claude-opus-4-6"; .* small model/);
  assert.match(why({ model: 7 }) ?? '', /no text/);
  assert.match(why({ model: null }) ?? '', /names no model/);
});

test('what was declared passes, and it is told that it costs more than tokens', () => {
  const change = { tools: [{ type: 'web_search_20250305', name: 'web_search' }], ...ask({ type: 'web_search_tool_result', tool_use_id: 's', content: [{ type: 'web_search_result', url: 'https://example.com' }] }) };
  assert.equal(passed(change, { tools: ['web_search'] }).asksProvider, true);
  assert.match(why({ tools: [{ type: 'web_fetch_20250910', name: 'web_fetch' }] }, { tools: ['web_search'] }) ?? '', providers);
  assert.equal(passed({}, { tools: ['web_search'] }).asksProvider, false);
});

test('what the program runs itself passes', () => {
  assert.equal(why({ tools: [{ type: 'bash_20250124', name: 'bash' }, { type: 'text_editor_20250728', name: 'e' }, { type: 'memory_20250818', name: 'm' }, { type: 'custom', name: 'c', input_schema: {} }] }), null);
  assert.equal(why({ context_management: { edits: [{ type: 'clear_tool_uses_20250919', trigger: { type: 'input_tokens', value: 1 }, keep: { type: 'tool_uses', value: 3 } }] } }), null);
});

test('an image counts as no more than it can cost', () => {
  const data = 'a'.repeat(1_000_000);
  const { inputBytes, body } = passed(ask({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }));
  assert.equal(inputBytes, body.length - 970_000);
  const text = passed(ask({ type: 'document', source: { type: 'text', media_type: 'text/plain', data } }));
  assert.equal(text.inputBytes, text.body.length);
});

const start = { type: 'message_start', message: { usage: { input_tokens: 10, cache_read_input_tokens: 100, cache_creation_input_tokens: 30, cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 }, output_tokens: 1 } } };
const delta = (text: string): unknown => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } };
const tokens = { input: 10, output: 50, cacheRead: 100, cacheWrite: 30, longCacheWrite: 20 };

test('a stream is counted: input without what a cache had, output as it was told last', () => {
  const text = `event: x\n${events(start, { type: 'ping' }, delta('hé'), end, { type: 'message_stop' })}`;
  assert.deepEqual(metered(messages, true, text), { tokens, isWhole: true, outputBytes: 3 });
  assert.deepEqual(metered(messages, true, ...text), { tokens, isWhole: true, outputBytes: 3 });
});

test('a stream that was cut is not whole', () => {
  const thinking = { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hmm' } };
  const tool = { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"a"' } };
  assert.deepEqual(metered(messages, true, events(start, delta('four'), thinking, tool)), { tokens: { ...tokens, output: 1 }, isWhole: false, outputBytes: 11 });
  assert.equal(metered(messages, true, events(start, end)).isWhole, false);
  assert.equal(metered(messages, true, events(start, { type: 'message_stop' })).isWhole, false);
  assert.deepEqual(metered(messages, true), { tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, isWhole: false, outputBytes: 0 });
});

test('a document is counted', () => {
  const document = { type: 'message', content: [{ type: 'text', text: 'hi' }], usage: { input_tokens: 3, cache_read_input_tokens: null, output_tokens: 4 } };
  assert.deepEqual(metered(messages, false, JSON.stringify(document)), { tokens: { input: 3, output: 4, cacheRead: 0, cacheWrite: 0 }, isWhole: true, outputBytes: 6 });
  assert.deepEqual(metered(messages, false, JSON.stringify(document).slice(0, 40)), { tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, isWhole: false, outputBytes: 40 });
});

test('what a context was made shorter with counts as well', () => {
  const usage = { input_tokens: 5, output_tokens: 7, iterations: [{ type: 'compaction', input_tokens: 100, output_tokens: 20 }, { type: 'message', input_tokens: 5, output_tokens: 7 }] };
  assert.deepEqual(metered(messages, false, JSON.stringify({ content: [], usage })).tokens, { input: 105, output: 27, cacheRead: 0, cacheWrite: 0 });
});

test('what is no count is not heard', () => {
  const broken = { type: 'message_delta', usage: { output_tokens: -5, input_tokens: 1.5, cache_read_input_tokens: '7', cache_creation_input_tokens: 1e300 } };
  assert.deepEqual(metered(messages, true, events(start, end, broken, 'no json', '7', 'null', '[]', { type: 'message_stop' })), { tokens, isWhole: true, outputBytes: 0 });
});

test('the key goes where the provider expects it, and a refusal is what the program understands', () => {
  assert.deepEqual(messages.credential('K'), ['x-api-key', 'K']);
  assert.deepEqual(JSON.parse(messages.refusal({ code: 'budget_reached', message: 'no more' })), { type: 'error', error: { type: 'billing_error', code: 'budget_reached', message: 'budget_reached: no more', param: null } });
  assert.match(messages.refusal({ code: 'forbidden', message: 'no' }), /"invalid_request_error","code":"forbidden","message":"forbidden: no"/);
});
