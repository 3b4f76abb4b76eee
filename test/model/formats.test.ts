/** Each wire format: a stream amounts to the document that is given without one, and says what the script says. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, asking, assembled, eventsOf, unnumbered, wholeOf } from './asking.ts';
import { type Body, type FormatName, bodyOf, listOf } from './format.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

const usage = { input: 1_000, output: 70, cacheRead: 300, cacheWrite: 20, thinking: 30 };
const model: ScriptedModel = await startScriptedModel({ script: { turns: [{ thinking: 'hm', text: 'I look.', shell: 'ls', usage }, { text: 'There.', usage }, { text: 'And', isCut: true, usage }], side: 'a title' } });
after(() => model.close());

/** Where each says why it stopped, what it called and what it used. */
interface Told { readonly why: unknown; readonly calls: unknown; readonly used: unknown }

const told: Readonly<Record<FormatName, (whole: Body) => Told>> = {
  messages: (whole) => ({ why: whole['stop_reason'], calls: listOf(whole['content']).filter(({ type }) => type === 'tool_use').map(({ input }) => input), used: whole['usage'] }),
  responses: (whole) => ({
    why: [whole['status'], whole['incomplete_details']], calls: listOf(whole['output']).filter(({ type }) => type === 'function_call').map((call) => JSON.parse(String(call['arguments']))), used: whole['usage'],
  }),
  chat: (whole) => {
    const choice = listOf(whole['choices'])[0] ?? {};
    const calls = listOf(bodyOf(choice['message'])['tool_calls']).map((call) => JSON.parse(String(bodyOf(call['function'])['arguments'])));
    return { why: choice['finish_reason'], calls, used: whole['usage'] };
  },
  gemini: (whole) => {
    const candidate = listOf(whole['candidates'])[0] ?? {};
    const calls = listOf(bodyOf(candidate['content'])['parts']).flatMap((part) => (part['functionCall'] === undefined ? [] : [bodyOf(part['functionCall'])['args']]));
    return { why: candidate['finishReason'], calls, used: whole['usageMetadata'] };
  },
};

const whys: Readonly<Record<FormatName, readonly unknown[]>> = {
  messages: ['tool_use', 'end_turn', 'max_tokens'],
  responses: [['completed', null], ['completed', null], ['incomplete', { reason: 'max_output_tokens' }]],
  chat: ['tool_calls', 'stop', 'length'],
  gemini: ['STOP', 'STOP', 'MAX_TOKENS'],
};

const used: Readonly<Record<FormatName, unknown>> = {
  messages: { input_tokens: 1_000, cache_creation_input_tokens: 20, cache_read_input_tokens: 300, output_tokens: 70 },
  responses: { input_tokens: 1_320, input_tokens_details: { cached_tokens: 300 }, output_tokens: 70, output_tokens_details: { reasoning_tokens: 30 }, total_tokens: 1_390 },
  chat: { prompt_tokens: 1_320, completion_tokens: 70, total_tokens: 1_390, prompt_tokens_details: { cached_tokens: 300 }, completion_tokens_details: { reasoning_tokens: 30 } },
  gemini: { promptTokenCount: 1_320, cachedContentTokenCount: 300, candidatesTokenCount: 40, thoughtsTokenCount: 30, totalTokenCount: 1_390 },
};

for (const name of ['messages', 'responses', 'chat', 'gemini'] as const) {
  for (const [results, what] of ['calls a tool', 'says a text', 'is cut off by its length'].entries()) {
    test(`${name}: a turn that ${what}`, async () => {
      const whole = await wholeOf(await ask(model, name, { streams: false, results }));
      const calls = results === 0 ? [{ command: 'ls', timeout: 5 }] : [];
      assert.deepEqual(told[name](whole), { why: whys[name][results], calls, used: used[name] });
      const events = await eventsOf(await ask(model, name, { streams: true, results }));
      assert.deepEqual(unnumbered(assembled(name, events)), unnumbered(whole));
    });
  }

  test(`${name}: who offers no tool gets plain words`, async () => {
    const response = await ask(model, name, { streams: false, hasTools: false, results: 1 });
    assert.match(await response.text(), /a title/);
    assert.equal(model.requests.at(-1)?.turn, null);
  });
}

test('responses: every event is numbered, and each item begins empty and ends whole', async () => {
  const events = await eventsOf(await ask(model, 'responses', { streams: true }));
  assert.deepEqual(events.map((event) => event['sequence_number']), events.map((_, at) => at));
  const [added, done] = ['added', 'done'].map((end) => events.filter(({ type }) => type === `response.output_item.${end}`).map(({ item }) => bodyOf(item)));
  assert.deepEqual(added?.map(({ type }) => type), ['reasoning', 'message', 'function_call']);
  assert.deepEqual(added?.at(-1)?.['arguments'], '');
  assert.deepEqual(done, bodyOf(events.at(-1)?.['response'])['output']);
});

test('responses: tools that came in an input item are called in their namespace, and one that takes text with a program', async () => {
  const { path, body } = asking('responses', { streams: false, hasTools: false });
  const added = { type: 'additional_tools', tools: [{ type: 'namespace', name: 'code', tools: [{ type: 'custom', name: 'exec' }] }] };
  const response = await fetch(`${model.url}${path}`, { method: 'POST', body: JSON.stringify({ ...body, input: [...listOf(body['input']), added] }) });
  const call = listOf((await wholeOf(response))['output']).at(-1) ?? {};
  assert.deepEqual([call['type'], call['namespace'], call['name']], ['custom_tool_call', 'code', 'exec']);
  assert.match(String(call['input']), /tools\.exec_command\(\{cmd: "ls"\}\)/);
});

test('chat: usage is streamed to who asks for it, and to nobody else', async () => {
  const { path, body } = asking('chat', { streams: true });
  const events = await eventsOf(await fetch(`${model.url}${path}`, { method: 'POST', body: JSON.stringify({ ...body, stream_options: null }) }));
  assert.ok(events.every((event) => event['usage'] === undefined));
});
