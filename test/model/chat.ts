/** OpenAI Chat Completions: `POST /v1/chat/completions`. Usage is streamed only to who asks for it, as providers do. */

import { type Answer, type Body, bodyOf, type Format, listOf, serverEvent, textOf, toolOf } from './format.ts';
import { responses } from './responses.ts';
import type { Usage } from './usage.ts';

export const chat: Format = {
  name: 'chat',
  isAsked: (path) => path.endsWith('/chat/completions'),
  read: (body) => ({
    model: textOf(body['model']), streams: body['stream'] === true,
    tools: listOf(body['tools']).map((tool) => bodyOf(tool['function'])).map(({ name, parameters }) => toolOf(name, parameters)),
    results: listOf(body['messages']).filter(({ role }) => role === 'tool').length,
    wantsUsage: bodyOf(body['stream_options'])['include_usage'] === true,
  }),
  whole: (answer) => {
    const { turn } = answer;
    const message = { role: 'assistant', content: turn.text ?? null, ...reasoningOf(answer), ...callsOf(answer) };
    return { ...headOf(answer, 'chat.completion'), choices: [{ index: 0, message, finish_reason: reasonOf(answer) }], usage: usageOf(answer.usage) };
  },
  events,
  error: responses.error,
  usage: responses.usage,
};

function headOf({ model, id }: Answer, object: string): Body {
  return { id: id('chatcmpl'), object, created: 0, model };
}

function callsOf({ call, id }: Answer): Body {
  if (call === null) return {};
  return { tool_calls: [{ index: 0, id: id('call'), type: 'function', function: { name: call.name, arguments: JSON.stringify(call.input) } }] };
}

function reasoningOf({ turn }: Answer): Body {
  return turn.thinking === undefined ? {} : { reasoning_content: turn.thinking };
}

function reasonOf({ turn, call }: Answer): string {
  return turn.isCut === true ? 'length' : call === null ? 'stop' : 'tool_calls';
}

function usageOf({ input, output, cacheRead, thinking }: Usage): Body {
  return {
    prompt_tokens: input + cacheRead, completion_tokens: output, total_tokens: input + cacheRead + output,
    prompt_tokens_details: { cached_tokens: cacheRead }, completion_tokens_details: { reasoning_tokens: thinking },
  };
}

function events(answer: Answer): readonly string[] {
  const head = headOf(answer, 'chat.completion.chunk');
  const { turn } = answer;
  const chunk = (delta: Body, reason: string | null = null): Body => ({ ...head, choices: [{ index: 0, delta, finish_reason: reason }] });
  const deltas: readonly Body[] = [
    { role: 'assistant', content: '' }, reasoningOf(answer), turn.text === undefined ? {} : { content: turn.text }, callsOf(answer),
  ];
  const chunks = [...deltas.filter((delta) => Object.keys(delta).length > 0).map((delta) => chunk(delta)), chunk({}, reasonOf(answer))];
  const list = [...chunks, ...(answer.wantsUsage ? [{ ...head, choices: [], usage: usageOf(answer.usage) }] : [])];
  return [...list.map((one) => serverEvent(one)), 'data: [DONE]\n\n'];
}
