/** Requests of each wire format as clients make them, and their replies put together again: for the scripted model's own tests. */

import assert from 'node:assert/strict';
import { type Body, bodyOf, type FormatName, listOf, textOf } from './format.ts';
import type { ScriptedModel } from './scripted-model.ts';

const schema = { type: 'object', properties: { command: { type: 'string' }, timeout: { type: 'integer', minimum: 5 } }, required: ['command', 'timeout'] };
const shell = { name: 'bash', description: 'a shell' };

export interface Asking {
  readonly streams: boolean;
  readonly results?: number;
  /** Default: one shell tool. */
  readonly hasTools?: boolean;
}

/** A body of that format, with so many results of tools in it. */
export function asking(name: FormatName, { streams, results = 0, hasTools = true }: Asking): { readonly path: string; readonly body: Body } {
  const times = <T>(of: (at: number) => T): readonly T[] => Array.from({ length: results }, (_, at) => of(at));
  switch (name) {
    case 'messages': return { path: '/v1/messages', body: {
      model: 'm', max_tokens: 10, stream: streams, ...(hasTools ? { tools: [{ ...shell, input_schema: schema }] } : {}),
      messages: [{ role: 'user', content: 'go' }, ...times((at) => ({ role: 'user', content: [{ type: 'tool_result', tool_use_id: `t${at}`, content: 'x' }] }))],
    } };
    case 'responses': return { path: '/v1/responses', body: {
      model: 'm', stream: streams, ...(hasTools ? { tools: [{ type: 'function', ...shell, parameters: schema }] } : {}),
      input: [{ type: 'message', role: 'user', content: [] }, ...times((at) => ({ type: 'function_call_output', call_id: `c${at}`, output: 'x' }))],
    } };
    case 'chat': return { path: '/v1/chat/completions', body: {
      model: 'm', stream: streams, stream_options: { include_usage: true }, ...(hasTools ? { tools: [{ type: 'function', function: { ...shell, parameters: schema } }] } : {}),
      messages: [{ role: 'user', content: 'go' }, ...times((at) => ({ role: 'tool', tool_call_id: `c${at}`, content: 'x' }))],
    } };
    case 'gemini': return { path: `/v1beta/models/m:${streams ? 'streamGenerateContent' : 'generateContent'}`, body: {
      ...(hasTools ? { tools: [{ functionDeclarations: [{ ...shell, parametersJsonSchema: schema }] }] } : {}),
      contents: [{ role: 'user', parts: [{ text: 'go' }] }, ...times(() => ({ role: 'user', parts: [{ functionResponse: { name: 'bash', response: {} } }] }))],
    } };
  }
}

export function ask(model: ScriptedModel, name: FormatName, how: Asking): Promise<Response> {
  const { path, body } = asking(name, how);
  return fetch(`${model.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': 'shown' }, body: JSON.stringify(body) });
}

/** The events of a stream. */
export async function eventsOf(response: Response): Promise<readonly Body[]> {
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const blocks = (await response.text()).split('\n\n').filter((block) => block.trim() !== '');
  const datas = blocks.map((block) => block.split('\n').find((line) => line.startsWith('data: '))?.slice('data: '.length) ?? '');
  return datas.filter((data) => data !== '[DONE]').map((data) => bodyOf(JSON.parse(data)));
}

export async function wholeOf(response: Response): Promise<Body> {
  assert.equal(response.status, 200);
  return bodyOf(await response.json());
}

/** Without what numbers it. */
export function unnumbered(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (['id', 'call_id', 'responseId', 'item_id'].includes(key) ? undefined : inner)));
}

/** The document that a stream of that format amounts to, put together from its pieces alone. */
export function assembled(name: FormatName, events: readonly Body[]): Body {
  switch (name) {
    case 'messages': return assembledMessage(events);
    case 'responses': return bodyOf(events.at(-1)?.['response']);
    case 'chat': return assembledChat(events);
    case 'gemini': return assembledGemini(events);
  }
}

function assembledMessage(events: readonly Body[]): Body {
  const blocks: Record<string, unknown>[] = [];
  for (const event of events) {
    const delta = bodyOf(event['delta']);
    const block = blocks.at(-1);
    if (event['type'] === 'content_block_start') blocks.push({ ...bodyOf(event['content_block']), pieces: '' });
    if (event['type'] !== 'content_block_delta' || block === undefined) continue;
    if (delta['type'] === 'signature_delta') block['signature'] = delta['signature'];
    else block['pieces'] = `${textOf(block['pieces'])}${textOf(delta['text'] ?? delta['thinking'] ?? delta['partial_json'])}`;
  }
  const content = blocks.map(({ pieces, ...block }) => (block['type'] === 'tool_use' ? { ...block, input: JSON.parse(textOf(pieces)) } : { ...block, [textOf(block['type'])]: pieces }));
  const last = events.find(({ type }) => type === 'message_delta') ?? {};
  return { ...bodyOf(events[0]?.['message']), content, ...bodyOf(last['delta']), usage: last['usage'] };
}

function assembledChat(events: readonly Body[]): Body {
  const choices = events.flatMap(({ choices: some }) => listOf(some));
  const { content, ...message } = Object.assign({ content: null }, ...choices.map(({ delta }) => delta));
  const reason = choices.find((choice) => choice['finish_reason'] !== null)?.['finish_reason'];
  return { ...events[0], object: 'chat.completion', choices: [{ index: 0, message: { ...message, content: content === '' ? null : content }, finish_reason: reason }], usage: events.at(-1)?.['usage'] };
}

function assembledGemini(events: readonly Body[]): Body {
  const candidates = events.map((event) => listOf(event['candidates'])[0] ?? {});
  const parts = candidates.flatMap(({ content }) => listOf(bodyOf(content)['parts']));
  return { ...events.at(-1), candidates: [{ ...candidates.at(-1), content: { role: 'model', parts } }] };
}
