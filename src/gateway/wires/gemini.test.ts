import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, events, metered } from '../../../test/gateway/ask.ts';
import { sampleOf } from '../../../test/gateway/wire-samples.ts';
import { gemini } from './gemini.ts';

const sample = sampleOf('gemini');
const { why, passed, sent } = asking(gemini, sample);
const part = (...parts: readonly unknown[]): { contents: unknown } => ({ contents: [{ role: 'user', parts }] });
const base = '/v1beta/models/gemini-2.5-flash';

test('what the program sends passes, and is sent on as it was judged', () => {
  assert.deepEqual(sent(), sample.document);
  const { model, streams, mostOutput } = passed({ generationConfig: { maxOutputTokens: 100 } });
  assert.deepEqual({ model, streams, mostOutput }, { model: 'gemini-2.5-flash', streams: true, mostOutput: 100 });
  assert.equal(passed({ generationConfig: undefined, generation_config: { max_output_tokens: 7 } }).mostOutput, 7);
  assert.equal(passed({ generationConfig: undefined, generation_config: { maxOutputTokens: 7 } }).mostOutput, 7);
  assert.equal(passed({}, { target: `${base}:generateContent` }).streams, false);
  assert.equal(why({ contents: undefined, generateContentRequest: { model: 'models/gemini-2.5-flash', contents: [{ parts: [{ text: 'hi' }] }] } }, { target: `${base}:countTokens` }), null);
});

test('routes are a few, as they are written', () => {
  assert.deepEqual(gemini.route('POST', `${base}:streamGenerateContent?alt=sse&key=abc`), { kind: 'generate', path: `${base}:streamGenerateContent?alt=sse`, model: 'gemini-2.5-flash', streams: true });
  assert.equal(gemini.route('POST', `${base}:generateContent?key=abc`)?.path, `${base}:generateContent`);
  assert.equal(gemini.route('POST', `${base}:countTokens`)?.kind, 'free');
  assert.equal(gemini.route('GET', '/v1beta/models?pageSize=50')?.kind, 'free');
  const odd = [
    `${base}:streamGenerateContent`, `${base}:streamGenerateContent?alt=json`, `${base}:batchGenerateContent`, `${base}:embedContent`, `${base}:generateContent/`, `${base}%3AgenerateContent`,
    '/v1beta/models/..:generateContent', '/v1beta/models/a..b:generateContent', '/v1beta/models/a/b:generateContent', '/v1beta/models/:generateContent', '/v1/models/m:generateContent', '/v1beta/cachedContents', '/v1beta/files', `/v1beta/tunedModels/m:generateContent`,
  ];
  for (const target of odd) assert.equal(gemini.route('POST', target), null, target);
});

const providers = /a tool that the provider would run/;
const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  ['search', { tools: [{ googleSearch: {} }] }, providers],
  ['search in the other spelling', { tools: [{ google_search: {} }] }, providers],
  ['search of before', { tools: [{ googleSearchRetrieval: {} }] }, providers],
  ['addresses', { tools: [{ urlContext: {} }] }, providers],
  ['code', { tools: [{ codeExecution: {} }] }, providers],
  ['code in the other spelling', { tools: [{ code_execution: {} }] }, providers],
  ['search in files', { tools: [{ fileSearch: { fileSearchStoreNames: ['a'] } }] }, providers],
  ['maps', { tools: [{ googleMaps: {} }] }, providers],
  ['a connector', { tools: [{ mcpServers: [{ name: 'm' }] }] }, /a connector/],
  ['search beside the program\'s own', { tools: [{ functionDeclarations: [], googleSearch: {} }] }, providers],
  ['a remote file', part({ fileData: { fileUri: 'https://example.com/a.png' } }), /a remote address/],
  ['a remote file in the other spelling', part({ file_data: { file_uri: 'gs://a/b' } }), /a remote address/],
  ['a remote file in a tool\'s result', part({ functionResponse: { name: 'f', response: {}, parts: [{ fileData: { fileUri: 'https://a.example' } }] } }), /a remote address/],
  ['what the provider ran', part({ executableCode: { code: 'x' } }), /not known here/],
  ['a cache', { cachedContent: 'cachedContents/1' }, /keeps/],
  ['a cache in the other spelling', { cached_content: 'cachedContents/1' }, /keeps/],
  ['more than one reply', { generationConfig: { candidateCount: 2 } }, /as much again/],
  ['more than one reply in the other spelling', { generationConfig: { candidate_count: 8 } }, /as much again/],
  ['output without an end', { generationConfig: { maxOutputTokens: '99999999999' } }, /no whole number/],
  ['an image as a reply', { generationConfig: { responseModalities: ['IMAGE'] } }, /another price/],
  ['speech', { generationConfig: { speechConfig: {} } }, /not known here/],
  ['another tier', { serviceTier: 'priority' }, /another price/],
  ['a reply that is kept', { store: true }, /would keep it/],
  ['both spellings at once', { system_instruction: { parts: [] } }, /there twice/],
  ['both spellings below', part({ text: 'a', inline_data: {}, inlineData: {} }), /there twice/],
  ['sound', part({ inlineData: { mimeType: 'audio/wav', data: 'aGk=' } }), /another price/],
  ['what nobody knows', { warp: 9 }, /"warp" is not known here/],
  ['a part that nobody knows', part({ warp: 9 }), /"warp": it is not known here/],
  ['another model in the document', { model: 'models/gemini-ultra' }, /another model than its path/],
  ['another model further in', { generateContentRequest: { model: 'models/gemini-ultra', contents: [] } }, /another model than its path/],
];
for (const [name, change, reason] of refusals) {
  test(`refused: ${name}`, () => assert.match(why(change) ?? 'passed', reason));
}

test('refused: another model than the order\'s', () => {
  assert.equal(why({}, { model: 'gemini-2.5-flash' }), null);
  assert.match(why({}, { model: 'gemini-2.5-pro' }) ?? '', /not the one of this order/);
});

test('what was declared passes, and it is told that it costs more than tokens', () => {
  assert.equal(passed({ tools: [{ google_search: {} }] }, { tools: ['googleSearch'] }).asksProvider, true);
  assert.match(why({ tools: [{ urlContext: {} }] }, { tools: ['googleSearch'] }) ?? '', providers);
});

test('an image counts as no more than it can cost', () => {
  const { inputBytes, body } = passed(part({ inline_data: { mime_type: 'image/png', data: 'a'.repeat(100_000) } }));
  assert.equal(inputBytes, body.length - 70_000);
});

const usageMetadata = { promptTokenCount: 1_000, cachedContentTokenCount: 900, candidatesTokenCount: 20, thoughtsTokenCount: 30, toolUsePromptTokenCount: 5, totalTokenCount: 1_055 };
const tokens = { input: 105, output: 50, cacheRead: 900, cacheWrite: 0 };
const reply = (text: string, more: object = {}): unknown => ({ candidates: [{ content: { parts: [{ text }] }, ...more }], usageMetadata });

test('a stream is counted: thoughts are output, and a cache is no input', () => {
  assert.deepEqual(metered(gemini, true, events(reply('he'), reply('y', { finishReason: 'STOP' }))), { tokens, isWhole: true, outputBytes: 3 });
  const blocked = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 7 } };
  assert.deepEqual(metered(gemini, true, events(blocked)), { tokens: { input: 7, output: 0, cacheRead: 0, cacheWrite: 0 }, isWhole: true, outputBytes: 0 });
});

test('a stream that was cut is not whole', () => {
  assert.deepEqual(metered(gemini, true, events(reply('hey'))), { tokens, isWhole: false, outputBytes: 3 });
  assert.equal(metered(gemini, true, events({ candidates: [{ finishReason: 'STOP' }] })).isWhole, false);
});

test('a document is counted', () => {
  assert.deepEqual(metered(gemini, false, JSON.stringify(reply('hey', { finishReason: 'STOP' }))), { tokens, isWhole: true, outputBytes: 3 });
});

test('the key goes where the provider expects it, and a refusal is what the program understands', () => {
  assert.deepEqual(gemini.credential('K'), ['x-goog-api-key', 'K']);
  const { error } = JSON.parse(gemini.refusal({ code: 'budget_reached', message: 'no more' })) as { error: { code: number; message: string; status: string } };
  assert.deepEqual([error.code, error.status, error.message], [400, 'INVALID_ARGUMENT', 'budget_reached: no more']);
});
