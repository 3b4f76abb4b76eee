/** Chat Completions, of OpenAI and of those who speak like it. */

import { count, flag, foldedName, list, never, notes, number, object, only, onlyAmong, onlyOne, plainTypes, pointers, priorityCosts, anything, text } from './checks.ts';
import type { DocumentLaw } from './judge-document.ts';
import { isObject, own } from './json-document.ts';
import { takeUsage } from './openai-usage.ts';
import { type BodyReader, readBody, searchesByItself } from './read-body.ts';
import { errorBody } from './refusal-body.ts';
import { countAt, doneMark, type Hear, ReplyMeter, textBytes } from './reply-meter.ts';
import { type KnownPath, routeOf } from './targets.ts';
import type { Wire } from './wire.ts';

const paths: readonly KnownPath[] = [
  { method: 'POST', path: /^\/v1\/chat\/completions$/, kind: 'generate', streams: null, query: {} },
  { method: 'GET', path: /^\/v1\/models$/, kind: 'free', streams: false, query: {} },
];

const law: DocumentLaw = {
  fields: {
    model: text, messages: list, stream: flag, stream_options: object, tools: list, tool_choice: anything, parallel_tool_calls: flag,
    max_tokens: count, max_completion_tokens: count, temperature: number, top_p: number, top_k: number, min_p: number,
    presence_penalty: number, frequency_penalty: number, repetition_penalty: number, seed: number, stop: anything, logit_bias: object,
    logprobs: flag, top_logprobs: number, response_format: object, reasoning_effort: text, reasoning: object, thinking: object, enable_thinking: flag,
    verbosity: text, user: text, safety_identifier: text, prompt_cache_key: text, metadata: notes, usage: object,
    prompt_cache_retention: only('it is kept for longer', 'in_memory', 'in-memory'),
    store: only('the provider would keep the reply, and is to forget it', false),
    n: only(onlyOne, 1),
    modalities: onlyAmong('other replies than text have another price', 'text'),
    service_tier: only(priorityCosts, 'auto', 'default'),
    web_search_options: never('a tool that the provider would run, and it was not declared'),
  },
  types: plainTypes(
    'text', 'image_url', 'file', 'refusal', 'function', 'custom', 'grammar', 'json_schema', 'json_object',
    'allowed_tools', 'ephemeral', 'thinking', 'enabled', 'disabled', 'adaptive', 'reasoning.text', 'reasoning.summary', 'reasoning.encrypted',
  ),
  datedTypes: null,
  names: pointers,
  onlyNames: false,
  fold: foldedName,
  foldField: (name) => name,
  opaque: new Set(['parameters', 'schema', 'metadata']),
  declarable: { web_search: ['web_search_options', 'url_citation'] },
};

const reader: BodyReader = {
  law,
  model: (document) => own(document, 'model'),
  mostOutput: (document) => {
    const said = [countAt(document, 'max_tokens'), countAt(document, 'max_completion_tokens')].filter((one) => one !== null);
    return said.length === 0 ? null : Math.max(...said);
  },
  // Without being asked for it, a stream does not tell what was used.
  rewrite: (document, streams) => {
    if (!streams) return document;
    const options = own(document, 'stream_options');
    return { ...document, stream_options: { ...(isObject(options) ? options : {}), include_usage: true } };
  },
  fault: () => null,
  searches: searchesByItself,
};

const hear: Hear = (said, tally, isStream) => {
  if (said === doneMark) {
    tally.isEnded = true;
    return;
  }
  const choices = own(said, 'choices');
  const isTold = takeUsage(own(said, 'usage'), tally, 'chat');
  if (isTold) tally.isTold = true;
  // The last event of those who tell it once only.
  if (!isStream || (isTold && Array.isArray(choices) && choices.length === 0)) tally.isEnded = true;
  if (Array.isArray(choices)) tally.outputBytes += choices.reduce<number>((sum, choice) => sum + textBytes(own(choice, isStream ? 'delta' : 'message')), 0);
};

export const chat: Wire = {
  name: 'chat',
  route: (method, target) => routeOf(method, target, paths),
  read: (body, route, rules) => readBody(body, { route, rules }, reader),
  meter: (isStream) => new ReplyMeter(hear, isStream),
  credentialHeaders: ['authorization'],
  credential: (key) => ['authorization', `Bearer ${key}`],
  refusal: errorBody,
};
