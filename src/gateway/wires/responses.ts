/** OpenAI's Responses. */

import { anything, count, flag, foldedName, never, notes, number, object, only, onlyAmong, list, plainTypes, pointers, priorityCosts, text } from './checks.ts';
import { type DocumentLaw, stored } from './judge-document.ts';
import { type JsonObject, own } from './json-document.ts';
import { takeUsage } from './openai-usage.ts';
import { type BodyReader, readBody, searchesByItself } from './read-body.ts';
import { errorBody } from './refusal-body.ts';
import { countAt, type Hear, ReplyMeter, type Tally, textBytes } from './reply-meter.ts';
import { type KnownPath, routeOf } from './targets.ts';
import type { Wire } from './wire.ts';

const paths: readonly KnownPath[] = [
  { method: 'POST', path: /^(?:\/v1)?\/responses$/, kind: 'generate', streams: null, query: {} },
  { method: 'GET', path: /^(?:\/v1)?\/models$/, kind: 'free', streams: false, query: { client_version: /^[\w.-]{1,40}$/ } },
];

/** A tool that the program, or else the provider, may run: it says which. */
const runsItself = (name: string, ...words: readonly unknown[]) => (part: JsonObject): string | null => {
  const who = own(part, name);
  return words.includes(who) || words.includes(own(who, 'type')) ? null : `it does not say that the program runs it itself ("${name}")`;
};

const law: DocumentLaw = {
  fields: {
    model: text, input: anything, instructions: text, stream: flag, tools: list, tool_choice: anything, max_output_tokens: count,
    parallel_tool_calls: flag, reasoning: object, text: object, temperature: number, top_p: number, top_logprobs: number, truncation: text,
    max_tool_calls: number, stream_options: object, user: text, safety_identifier: text, prompt_cache_key: text,
    metadata: notes, client_metadata: notes,
    context_management: list,
    prompt_cache_retention: only('it is kept for longer', 'in_memory', 'in-memory'),
    include: onlyAmong('it asks for results of tools that the provider runs', 'reasoning.encrypted_content', 'message.output_text.logprobs'),
    store: only('the provider would keep the reply, and is to forget it', false),
    background: only('it would go on where nobody counts it', false),
    service_tier: only(priorityCosts, 'auto', 'default'),
    previous_response_id: never(stored), conversation: never(stored), prompt: never(stored),
  },
  types: {
    ...plainTypes(
      'message', 'input_text', 'output_text', 'input_image', 'input_file', 'refusal', 'reasoning', 'summary_text', 'reasoning_text',
      'compaction', 'function', 'custom', 'namespace', 'local_shell', 'apply_patch', 'additional_tools', 'agent_message', 'encrypted_content',
      'function_call', 'function_call_output', 'custom_tool_call', 'custom_tool_call_output', 'local_shell_call', 'local_shell_call_output',
      'apply_patch_call', 'apply_patch_call_output', 'exec', 'create_file', 'update_file', 'delete_file', 'local',
      'grammar', 'text', 'json_schema', 'json_object', 'allowed_tools',
    ),
    shell: runsItself('environment', 'local'),
    shell_call: runsItself('environment', 'local'),
    shell_call_output: () => null, exit: () => null, timeout: () => null,
    tool_search: runsItself('execution', 'client'),
    tool_search_call: runsItself('execution', 'client'),
    tool_search_output: runsItself('execution', 'client'),
  },
  datedTypes: null,
  names: pointers,
  onlyNames: false,
  fold: foldedName,
  foldField: (name) => name,
  opaque: new Set(['parameters', 'schema', 'arguments', 'metadata', 'client_metadata']),
  declarable: {
    web_search: ['web_search', 'web_search_preview', 'web_search_call', 'url_citation'],
    image_generation: ['image_generation', 'image_generation_call'],
    code_interpreter: ['code_interpreter', 'code_interpreter_call'],
  },
};

const reader: BodyReader = {
  law,
  model: (document) => own(document, 'model'),
  mostOutput: (document) => countAt(document, 'max_output_tokens'),
  // Absent means yes, there.
  rewrite: (document) => ({ ...document, store: false }),
  fault: () => null,
  searches: searchesByItself,
};

const ends = ['response.completed', 'response.incomplete', 'response.failed'];

const hear: Hear = (said, tally, isStream) => {
  if (!isStream) return hearWhole(said, tally);
  const type = own(said, 'type');
  if (typeof type !== 'string') return undefined;
  if (ends.includes(type)) {
    tally.isEnded = true;
    tally.isTold = takeUsage(own(own(said, 'response'), 'usage'), tally, 'responses');
  } else if (type.endsWith('.delta')) tally.outputBytes += textBytes(own(said, 'delta'));
  // What was thought is not shown; what stands for it is about as long.
  else if (type === 'response.output_item.done') tally.outputBytes += textBytes(own(own(said, 'item'), 'encrypted_content'));
  return undefined;
};

function hearWhole(said: unknown, tally: Tally): void {
  tally.isEnded = true;
  tally.isTold = takeUsage(own(said, 'usage'), tally, 'responses');
  tally.outputBytes = textBytes(own(said, 'output'));
}

export const responses: Wire = {
  name: 'responses',
  route: (method, target) => routeOf(method, target, paths),
  read: (body, route, rules) => readBody(body, { route, rules }, reader),
  meter: (isStream) => new ReplyMeter(hear, isStream),
  credentialHeaders: ['authorization'],
  credential: (key) => ['authorization', `Bearer ${key}`],
  refusal: errorBody,
};
