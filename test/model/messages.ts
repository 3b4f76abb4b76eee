/** Anthropic Messages: `POST /v1/messages`. */

import { type Answer, type Body, bodyOf, type Format, listOf, serverEvent, textOf, toolOf } from './format.ts';
import type { Usage } from './usage.ts';

export const messages: Format = {
  name: 'messages',
  isAsked: (path) => path.endsWith('/messages'),
  read: (body) => ({
    model: textOf(body['model']), streams: body['stream'] === true,
    tools: listOf(body['tools']).map((tool) => toolOf(tool['name'], tool['input_schema'])),
    results: listOf(body['messages']).flatMap(({ content }) => listOf(content)).filter(({ type }) => type === 'tool_result').length,
    wantsUsage: true,
  }),
  whole: messageOf,
  events,
  error: (status, { message, code }) => ({ type: 'error', error: { type: typeOf(status), message, ...(code === null ? {} : { code }) } }),
  usage: (usage) => usage,
};

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error', 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error', 413: 'request_too_large',
  429: 'rate_limit_error', 529: 'overloaded_error',
};

function typeOf(status: number): string {
  return errorTypes[status] ?? 'api_error';
}

function usageOf(usage: Usage): Body {
  return { input_tokens: usage.input, cache_creation_input_tokens: usage.cacheWrite, cache_read_input_tokens: usage.cacheRead, output_tokens: usage.output };
}

function messageOf({ model, turn, call, usage, id }: Answer): Body {
  const content: Body[] = [
    ...(turn.thinking === undefined ? [] : [{ type: 'thinking', thinking: turn.thinking, signature: 'c2NyaXB0ZWQ=' }]),
    ...(turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]),
    ...(call === null ? [] : [{ type: 'tool_use', id: id('toolu'), name: call.name, input: call.input }]),
  ];
  const reason = turn.isCut === true ? 'max_tokens' : call === null ? 'end_turn' : 'tool_use';
  return { id: id('msg'), type: 'message', role: 'assistant', model, content, stop_reason: reason, stop_sequence: null, usage: usageOf(usage) };
}

function events(answer: Answer): readonly string[] {
  const message = messageOf(answer);
  const usage = usageOf(answer.usage);
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const list: Body[] = [{ type: 'message_start', message: begun }];
  for (const [index, block] of listOf(message['content']).entries()) list.push(...blockEvents(index, block));
  list.push({ type: 'message_delta', delta: { stop_reason: message['stop_reason'], stop_sequence: null }, usage }, { type: 'message_stop' });
  return list.map((event) => serverEvent(event, textOf(event['type'])));
}

function blockEvents(index: number, block: Body): readonly Body[] {
  const [start, ...deltas] = partsOf(block);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** A block as it begins, and what is then added to it. */
function partsOf(block: Body): readonly Body[] {
  switch (block['type']) {
    case 'text': return [{ type: 'text', text: '' }, ...halves(textOf(block['text'])).map((text) => ({ type: 'text_delta', text }))];
    case 'thinking': return [
      { type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking: block['thinking'] }, { type: 'signature_delta', signature: block['signature'] },
    ];
    default: return [{ ...block, input: {} }, ...halves(JSON.stringify(bodyOf(block['input']))).map((json) => ({ type: 'input_json_delta', partial_json: json }))];
  }
}

/** Two pieces, so that whoever reads them has to put them together. */
function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
