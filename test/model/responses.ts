/**
 * OpenAI Responses: `POST /v1/responses`.
 *
 * Newer clients move their tools out of `tools` into an input item, `additional_tools`, some of them
 * grouped in namespaces; both places are read.
 */

import { type Answer, type Body, bodyOf, type Format, listOf, type OfferedTool, serverEvent, textOf, toolOf } from './format.ts';
import type { Usage } from './usage.ts';

export const responses: Format = {
  name: 'responses',
  isAsked: (path) => path.endsWith('/responses'),
  read: (body) => {
    const input = listOf(body['input']);
    const added = input.filter(({ type }) => type === 'additional_tools').flatMap(({ tools }) => listOf(tools));
    return {
      model: textOf(body['model']), streams: body['stream'] === true,
      tools: [...listOf(body['tools']), ...added].flatMap(toolsOf),
      results: input.filter(({ type }) => textOf(type).endsWith('_call_output')).length,
      wantsUsage: true,
    };
  },
  whole: (answer) => completed(answer),
  events,
  error: (status, { message, code }) => {
    const type = status === 429 ? 'rate_limit_exceeded' : status >= 500 ? 'server_error' : 'invalid_request_error';
    return { error: { message, type, code: code ?? (status === 429 ? type : null), param: null } };
  },
  usage: ({ input, cacheWrite, ...usage }) => ({ ...usage, input: input + cacheWrite, cacheWrite: 0 }),
};

function toolsOf(tool: Body): readonly OfferedTool[] {
  if (tool['type'] === 'namespace') return listOf(tool['tools']).flatMap(toolsOf).map((one) => ({ ...one, namespace: textOf(tool['name']) }));
  return [toolOf(tool['name'] ?? tool['type'], tool['parameters'], { takes: tool['type'] === 'custom' ? 'text' : 'object' })];
}

function itemsOf({ turn, call, id }: Answer): readonly Body[] {
  const content = [{ type: 'output_text', text: turn.text, annotations: [], logprobs: [] }];
  const said = turn.text === undefined ? [] : [{ type: 'message', id: id('msg'), role: 'assistant', status: 'completed', content }];
  const thought = turn.thinking === undefined ? [] : [{ type: 'reasoning', id: id('rs'), summary: [{ type: 'summary_text', text: turn.thinking }] }];
  return [...thought, ...said, ...(call === null ? [] : [callOf(call, id)])];
}

function callOf({ name, namespace, input }: NonNullable<Answer['call']>, id: Answer['id']): Body {
  const common = { call_id: id('call'), status: 'completed', name, ...(namespace === null ? {} : { namespace }) };
  if (typeof input === 'string') return { type: 'custom_tool_call', id: id('ctc'), ...common, input };
  return { type: 'function_call', id: id('fc'), ...common, arguments: JSON.stringify(input) };
}

function begun({ model, id }: Answer): Body {
  return {
    id: id('resp'), object: 'response', created_at: 0, model, error: null, incomplete_details: null, instructions: null, metadata: {},
    parallel_tool_calls: false, tools: [], tool_choice: 'auto', status: 'in_progress', output: [],
  };
}

function completed(answer: Answer, base: Body = begun(answer), output: readonly Body[] = itemsOf(answer)): Body {
  const isCut = answer.turn.isCut === true;
  return {
    ...base, status: isCut ? 'incomplete' : 'completed', incomplete_details: isCut ? { reason: 'max_output_tokens' } : null, output, usage: usageOf(answer.usage),
  };
}

function usageOf({ input, output, cacheRead, thinking }: Usage): Body {
  return {
    input_tokens: input + cacheRead, input_tokens_details: { cached_tokens: cacheRead }, output_tokens: output,
    output_tokens_details: { reasoning_tokens: thinking }, total_tokens: input + cacheRead + output,
  };
}

function events(answer: Answer): readonly string[] {
  const base = begun(answer);
  const output = itemsOf(answer);
  const whole = completed(answer, base, output);
  const list: Body[] = [{ type: 'response.created', response: base }];
  for (const [index, item] of output.entries()) list.push(...itemEvents(index, item));
  list.push({ type: `response.${textOf(whole['status'])}`, response: whole });
  return list.map(({ type, ...event }, at) => serverEvent({ type, sequence_number: at, ...event }, textOf(type)));
}

function itemEvents(at: number, item: Body): readonly Body[] {
  const place = { item_id: item['id'], output_index: at };
  const [empty, ...between] = partsOf(item);
  return [
    { type: 'response.output_item.added', output_index: at, item: { ...item, ...empty } },
    ...between.map((event) => ({ ...event, ...place })),
    { type: 'response.output_item.done', output_index: at, item },
  ];
}

/** What an item lacks as it begins, and the events that bring it. */
function partsOf(item: Body): readonly Body[] {
  switch (item['type']) {
    case 'message': {
      const part = bodyOf(listOf(item['content'])[0]);
      return [
        { status: 'in_progress', content: [] },
        { type: 'response.content_part.added', content_index: 0, part: { ...part, text: '' } },
        { type: 'response.output_text.delta', content_index: 0, delta: part['text'], logprobs: [] },
        { type: 'response.output_text.done', content_index: 0, text: part['text'], logprobs: [] },
        { type: 'response.content_part.done', content_index: 0, part },
      ];
    }
    case 'function_call': return [
      { status: 'in_progress', arguments: '' },
      { type: 'response.function_call_arguments.delta', delta: item['arguments'] },
      { type: 'response.function_call_arguments.done', name: item['name'], arguments: item['arguments'] },
    ];
    case 'custom_tool_call': return [
      { status: 'in_progress', input: '' },
      { type: 'response.custom_tool_call_input.delta', delta: item['input'] },
      { type: 'response.custom_tool_call_input.done', input: item['input'] },
    ];
    default: return [{ summary: [] }];
  }
}
