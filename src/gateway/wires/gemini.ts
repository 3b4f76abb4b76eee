/** Google's Gemini. Its names have two spellings each, and one rule for both. */

import { anything, count, list, never, object, only, onlyAmong, onlyOne, priorityCosts, text } from './checks.ts';
import { type Check, type DocumentLaw, remote, stored } from './judge-document.ts';
import { type JsonObject, own } from './json-document.ts';
import { type BodyReader, readBody } from './read-body.ts';
import { geminiErrorBody } from './refusal-body.ts';
import { countAt, type Hear, ReplyMeter, type Tally, textBytes } from './reply-meter.ts';
import { type KnownPath, routeOf } from './targets.ts';
import type { Wire, WireRoute } from './wire.ts';

const named = '([A-Za-z0-9](?:[.]?[A-Za-z0-9_-]){0,127})';
const json = { alt: /^json$/ };

const paths: readonly KnownPath[] = [
  { method: 'POST', path: new RegExp(`^/v1beta/models/${named}:generateContent$`), kind: 'generate', streams: false, query: json },
  // Otherwise it would be one document that is long under way.
  { method: 'POST', path: new RegExp(`^/v1beta/models/${named}:streamGenerateContent$`), kind: 'generate', streams: true, query: { alt: /^sse$/ }, needs: ['alt=sse'] },
  { method: 'POST', path: new RegExp(`^/v1beta/models/${named}:countTokens$`), kind: 'free', streams: false, query: json },
  { method: 'GET', path: /^\/v1beta\/models$/, kind: 'free', streams: false, query: { pageSize: /^\d{1,4}$/ } },
];

const camel = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const names = (check: Check, ...all: readonly string[]): Readonly<Record<string, Check>> => Object.fromEntries(all.map((name) => [name, check]));

const law: DocumentLaw = {
  fields: {
    model: text, contents: anything, systemInstruction: object, tools: list, toolConfig: object, generationConfig: object, safetySettings: list,
    // Of tokens that are counted: the document within another.
    generateContentRequest: object,
    store: only('the provider would keep it', false),
    serviceTier: only(priorityCosts, 'standard'),
    cachedContent: never(stored),
  },
  types: {},
  datedTypes: null,
  names: {
    ...names(anything,
      'model', 'contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig', 'safetySettings',
      'parts', 'role', 'text', 'thought', 'thoughtSignature', 'inlineData', 'data', 'displayName', 'mediaResolution', 'level', 'partMetadata',
      'functionCall', 'functionResponse', 'name', 'id', 'args', 'response', 'willContinue', 'scheduling',
      'functionDeclarations', 'description', 'behavior', 'parameters', 'parametersJsonSchema', 'responseJsonSchema',
      'functionCallingConfig', 'mode', 'allowedFunctionNames', 'category', 'threshold',
      'temperature', 'topP', 'topK', 'stopSequences', 'responseMimeType', 'responseSchema', 'seed', 'presencePenalty', 'frequencyPenalty',
      'responseLogprobs', 'logprobs', 'thinkingConfig', 'includeThoughts', 'thinkingBudget', 'thinkingLevel'),
    mimeType: (value) => (typeof value === 'string' && /^(image|text|application)\//.test(value) ? null : 'sound and film have another price'),
    maxOutputTokens: count,
    candidateCount: only(onlyOne, 1),
    responseModalities: onlyAmong('other replies than text have another price', 'TEXT', 'text'),
    cachedContent: never(stored),
    fileData: never(remote), fileUri: never(remote),
  },
  onlyNames: true,
  fold: camel,
  foldField: camel,
  opaque: new Set(['args', 'response', 'parameters', 'parametersJsonSchema', 'responseSchema', 'responseJsonSchema', 'partMetadata']),
  declarable: {
    googleSearch: ['googleSearch', 'googleSearchRetrieval'], urlContext: ['urlContext'],
    codeExecution: ['codeExecution', 'executableCode', 'codeExecutionResult'], googleMaps: ['googleMaps'],
  },
};

const generation = (document: JsonObject): unknown => own(document, 'generationConfig') ?? own(document, 'generation_config');

const reader: BodyReader = {
  law,
  model: (document) => own(document, 'model'),
  mostOutput: (document) => countAt(generation(document), 'maxOutputTokens') ?? countAt(generation(document), 'max_output_tokens'),
  rewrite: (document) => document,
  fault: otherModel,
  searches: () => false,
};

/** The path names the model, and a document as well may: the same one. */
function otherModel(document: JsonObject, { model }: WireRoute): string | null {
  const named = [document, own(document, 'generateContentRequest'), own(document, 'generate_content_request')].map((one) => own(one, 'model'));
  const isSame = named.every((one) => one === undefined || one === null || one === model || one === `models/${model}`);
  return isSame ? null : 'it names another model than its path';
}

const hear: Hear = (said, tally) => {
  const usage = own(said, 'usageMetadata');
  if (takeUsage(usage, tally)) tally.isTold = true;
  const candidates = own(said, 'candidates');
  if (countAt(usage, 'promptTokenCount') !== null && own(own(said, 'promptFeedback'), 'blockReason') !== undefined) tally.isEnded = true;
  if (!Array.isArray(candidates)) return;
  for (const candidate of candidates) {
    if (typeof own(candidate, 'finishReason') === 'string') tally.isEnded = true;
    tally.outputBytes += textBytes(own(own(candidate, 'content'), 'parts'));
  }
};

/** Its prompt is told with what came from a cache, its output without what was thought. */
function takeUsage(usage: unknown, tally: Tally): boolean {
  const prompt = countAt(usage, 'promptTokenCount');
  if (prompt === null) return false;
  const all = prompt + (countAt(usage, 'toolUsePromptTokenCount') ?? 0);
  tally.cacheRead = Math.min(all, countAt(usage, 'cachedContentTokenCount') ?? 0);
  tally.input = all - tally.cacheRead;
  tally.output = (countAt(usage, 'candidatesTokenCount') ?? 0) + (countAt(usage, 'thoughtsTokenCount') ?? 0);
  return true;
}

export const gemini: Wire = {
  name: 'gemini',
  route: (method, target) => routeOf(method, target, paths),
  read: (body, route, rules) => readBody(body, { route, rules }, reader),
  meter: (isStream) => new ReplyMeter(hear, isStream),
  credentialHeaders: ['x-goog-api-key', 'authorization'],
  credential: (key) => ['x-goog-api-key', key],
  refusal: geminiErrorBody,
};
