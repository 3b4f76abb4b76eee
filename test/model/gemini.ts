/** Gemini: `POST /v1beta/models/MODEL:generateContent`, or `:streamGenerateContent`. */

import { type Answer, type Body, type Format, listOf, serverEvent, toolOf } from './format.ts';
import { responses } from './responses.ts';
import type { Usage } from './usage.ts';

const asking = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

export const gemini: Format = {
  name: 'gemini',
  isAsked: (path) => asking.test(path),
  read: (body, path) => {
    const [, model = '', method = ''] = asking.exec(path) ?? [];
    return {
      model, streams: method === 'streamGenerateContent',
      tools: listOf(body['tools']).flatMap((tool) => listOf(tool['functionDeclarations'])).map((one) => toolOf(one['name'], one['parametersJsonSchema'] ?? one['parameters'])),
      results: listOf(body['contents']).flatMap(({ parts }) => listOf(parts)).filter((part) => part['functionResponse'] !== undefined).length,
      wantsUsage: true,
    };
  },
  whole: (answer) => ({ ...headOf(answer), candidates: [candidate(partsOf(answer), answer)], usageMetadata: usageOf(answer.usage) }),
  events: (answer) => {
    const head = headOf(answer);
    const parts = partsOf(answer);
    const last = parts.length - 1;
    return parts.map((part, at) => serverEvent({
      ...head, candidates: [candidate([part], at === last ? answer : null)], usageMetadata: usageOf(at === last ? answer.usage : { ...answer.usage, output: 0, thinking: 0 }),
    }));
  },
  error: (status, { message, code }) => ({ error: { code: status, message, status: statuses[status] ?? 'INTERNAL', ...(code === null ? {} : { details: [{ reason: code }] }) } }),
  usage: responses.usage,
};

const statuses: Readonly<Record<number, string>> = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 503: 'UNAVAILABLE' };

function headOf({ model, id }: Answer): Body {
  return { modelVersion: model, responseId: id('gen') };
}

/** Never empty: a reply without a part is none that clients take. */
function partsOf({ turn, call }: Answer): readonly Body[] {
  return [
    ...(turn.thinking === undefined ? [] : [{ text: turn.thinking, thought: true }]),
    ...(turn.text === undefined && call !== null ? [] : [{ text: turn.text ?? '' }]),
    ...(call === null ? [] : [{ functionCall: { name: call.name, args: call.input } }]),
  ];
}

/** `ended`: the answer that ends with it. */
function candidate(parts: readonly Body[], ended: Answer | null): Body {
  const reason = ended === null ? {} : { finishReason: ended.turn.isCut === true ? 'MAX_TOKENS' : 'STOP' };
  return { content: { role: 'model', parts }, index: 0, ...reason };
}

function usageOf({ input, output, cacheRead, thinking }: Usage): Body {
  return {
    promptTokenCount: input + cacheRead, cachedContentTokenCount: cacheRead, candidatesTokenCount: output - thinking, thoughtsTokenCount: thinking,
    totalTokenCount: input + cacheRead + output,
  };
}
