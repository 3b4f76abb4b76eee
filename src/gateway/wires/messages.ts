/** Anthropic's Messages. */

import { anything, count, flag, foldedName, list, never, noneOf, number, object, only, plainTypes, pointers, priorityCosts, text } from './checks.ts';
import type { DocumentLaw } from './judge-document.ts';
import { own } from './json-document.ts';
import { type BodyReader, readBody } from './read-body.ts';
import { messagesErrorBody } from './refusal-body.ts';
import { countAt, type Hear, ReplyMeter, type Tally, textBytes } from './reply-meter.ts';
import { type KnownPath, routeOf } from './targets.ts';
import type { Wire } from './wire.ts';

const paths: readonly KnownPath[] = [
  { method: 'POST', path: /^\/v1\/messages$/, kind: 'generate', streams: null, query: { beta: /^true$/ } },
  { method: 'POST', path: /^\/v1\/messages\/count_tokens$/, kind: 'free', streams: false, query: { beta: /^true$/ } },
  { method: 'GET', path: /^\/v1\/models$/, kind: 'free', streams: false, query: { limit: /^\d{1,4}$/, beta: /^true$/ } },
];

const law: DocumentLaw = {
  fields: {
    model: text, messages: list, system: anything, max_tokens: count, stream: flag, stop_sequences: list,
    temperature: number, top_p: number, top_k: number, tools: list, tool_choice: object, thinking: object,
    context_management: object, output_config: object, output_format: object, cache_control: object,
    metadata: (value) => (Object.keys(Object(value)).every((name) => name === 'user_id') ? object(value) : 'it has more than "user_id"'),
    service_tier: only(priorityCosts, 'auto', 'standard_only'),
    speed: only('it has another price', 'standard'),
    inference_geo: only('it has another price', 'global'),
    mcp_servers: noneOf('connectors, which the provider would reach for it'),
    container: never('a container, in which the provider would run code'),
  },
  types: plainTypes(
    'text', 'image', 'document', 'search_result', 'tool_use', 'tool_result', 'tool_reference', 'tool_addition', 'tool_removal', 'tool_definition',
    'thinking', 'redacted_thinking', 'compaction',
    'base64', 'content', 'ephemeral', 'custom', 'auto', 'any', 'tool', 'none', 'enabled', 'disabled', 'adaptive', 'json_schema', 'direct',
    'input_tokens', 'tool_uses', 'thinking_turns', 'all', 'tokens',
    'char_location', 'page_location', 'content_block_location', 'search_result_location',
  ),
  // What the program itself runs, and how a context is made shorter.
  datedTypes: /^(bash|text_editor|computer|memory|clear_tool_uses|clear_thinking|compact)_\d{8}$/,
  names: pointers,
  onlyNames: false,
  fold: foldedName,
  foldField: (name) => name,
  opaque: new Set(['input', 'inputschema', 'inputexamples', 'schema']),
  declarable: {
    web_search: ['web_search', 'server_tool_use', 'web_search_tool_result', 'web_search_result_location'],
    web_fetch: ['web_fetch', 'server_tool_use', 'web_fetch_tool_result'],
    code_execution: ['code_execution', 'server_tool_use', 'code_execution_tool_result', 'bash_code_execution_tool_result', 'text_editor_code_execution_tool_result'],
    tool_search: ['tool_search_tool_regex', 'tool_search_tool_bm25', 'server_tool_use', 'tool_search_tool_result'],
  },
};

const reader: BodyReader = {
  law,
  model: (document) => own(document, 'model'),
  mostOutput: (document) => countAt(document, 'max_tokens'),
  rewrite: (document) => document,
  fault: () => null,
  searches: () => false,
};

const hear: Hear = (said, tally, isStream) => {
  if (!isStream) return hearDocument(said, tally);
  const type = own(said, 'type');
  if (type === 'message_start') takeUsage(own(own(said, 'message'), 'usage'), tally);
  else if (type === 'content_block_start') tally.outputBytes += textBytes(own(own(said, 'content_block'), 'text'));
  else if (type === 'content_block_delta') tally.outputBytes += deltaBytes(own(said, 'delta'));
  else if (type === 'message_delta') tally.isTold = takeUsage(own(said, 'usage'), tally) || tally.isTold;
  else if (type === 'message_stop') tally.isEnded = true;
  return undefined;
};

function hearDocument(said: unknown, tally: Tally): void {
  tally.isTold = takeUsage(own(said, 'usage'), tally);
  tally.isEnded = true;
  tally.outputBytes = textBytes(own(said, 'content'));
}

const deltaBytes = (delta: unknown): number => textBytes([own(delta, 'text'), own(delta, 'thinking'), own(delta, 'partial_json')]);

/** Whether the output was told. What a context was made shorter with is told apart, and is not within the rest. */
function takeUsage(usage: unknown, tally: Tally): boolean {
  const rounds = own(usage, 'iterations');
  const told = (...path: readonly string[]): number | null => {
    const whole = countAt(usage, ...path);
    const apart = Array.isArray(rounds) ? rounds.reduce<number>((sum, round) => sum + (countAt(round, ...path) ?? 0), 0) : 0;
    return whole === null ? null : Math.max(whole, apart);
  };
  tally.input = told('input_tokens') ?? tally.input;
  tally.cacheRead = told('cache_read_input_tokens') ?? tally.cacheRead;
  tally.cacheWrite = told('cache_creation_input_tokens') ?? tally.cacheWrite;
  tally.longCacheWrite = told('cache_creation', 'ephemeral_1h_input_tokens') ?? tally.longCacheWrite;
  const output = told('output_tokens');
  tally.output = output ?? tally.output;
  return output !== null;
}

export const messages: Wire = {
  name: 'messages',
  route: (method, target) => routeOf(method, target, paths),
  read: (body, route, rules) => readBody(body, { route, rules }, reader),
  meter: (isStream) => new ReplyMeter(hear, isStream),
  credentialHeaders: ['x-api-key', 'authorization'],
  credential: (key) => ['x-api-key', key],
  refusal: messagesErrorBody,
};
