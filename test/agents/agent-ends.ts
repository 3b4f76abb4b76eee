/** The ways in which a call of an agent ends that adapters have to tell apart, each as a script of the model. */

import type { Script, Turn } from '../model/script.ts';
import type { AgentProfile } from './agent-profiles.ts';

export interface AgentEnd {
  readonly name: string;
  readonly says: string;
  readonly script: (api: AgentProfile['api']) => Script;
  /** By itself: with an exit code that may look like a signal's, since some make it from an HTTP status. */
  readonly ends: 'by itself' | 'by the wall';
}

/** How the gateway refuses what would pass a budget: the one form that stops every program at once. */
export const budgetRefusal = { type: 'error', error: { type: 'invalid_request_error', code: 'budget_reached', message: 'the budget of this order is reached', param: null } } as const;

const tooLong = {
  messages: { type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 250000 tokens > 200000 maximum' } },
  responses: { error: { message: 'Your input exceeds the context window of this model. Please adjust your input and try again.', type: 'invalid_request_error', code: 'context_length_exceeded', param: 'input' } },
  chat: { error: { message: "This model's maximum context length is 200000 tokens. However, your messages resulted in 250000 tokens. Please reduce the length of the messages.", type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' } },
  gemini: { error: { code: 400, status: 'INVALID_ARGUMENT', message: 'The input token count (1250000) exceeds the maximum number of tokens allowed (1048576).' } },
} as const;

const wrote: Turn = { shell: 'echo hi > out.txt; echo done' };
const done: Turn = { text: 'All done.' };
const only = (...turns: readonly Turn[]) => (): Script => ({ turns });
const refusing = (status: number, message: string): (() => Script) => only({ fault: { kind: 'status', status, message, ...(status === 429 ? { retryAfterS: 1 } : {}) } });

export const agentEnds: readonly AgentEnd[] = [
  { name: 'ok', says: 'a tool, then a text', ends: 'by itself', script: only(wrote, done) },
  { name: 'login', says: 'its key is refused', ends: 'by itself', script: refusing(401, 'invalid x-api-key') },
  { name: 'rate-limit', says: 'a rate limit that does not lift', ends: 'by itself', script: refusing(429, 'This request would exceed the rate limit') },
  { name: 'provider', says: 'the provider fails each time', ends: 'by itself', script: refusing(500, 'Internal server error') },
  { name: 'budget', says: 'the gateway refuses the first request for its budget', ends: 'by itself', script: only({ fault: { kind: 'status', status: 400, body: budgetRefusal } }) },
  { name: 'budget-late', says: 'the same, once a file was written', ends: 'by itself', script: only(wrote, { fault: { kind: 'status', status: 400, body: budgetRefusal } }) },
  { name: 'context', says: 'the conversation is too long', ends: 'by itself', script: (api) => ({ turns: [wrote, { fault: { kind: 'status', status: 400, body: tooLong[api] } }] }) },
  { name: 'length', says: 'the answer is cut off by its length', ends: 'by itself', script: only(wrote, { text: 'I was sa', isCut: true }) },
  { name: 'silent', says: 'the last answer is empty', ends: 'by itself', script: only(wrote, { text: '' }) },
  { name: 'cut', says: 'every stream is cut', ends: 'by itself', script: only({ ...done, fault: { kind: 'cut' } }) },
  { name: 'cut-once', says: 'one stream is cut', ends: 'by itself', script: only({ ...wrote, fault: { kind: 'cut', times: 1 } }, done) },
  { name: 'malformed', says: 'an event that nobody can read', ends: 'by itself', script: only({ ...done, fault: { kind: 'malformed' } }) },
  { name: 'hang', says: 'the model does not answer', ends: 'by the wall', script: only({ ...done, fault: { kind: 'hang', headers: 'withheld' } }) },
  { name: 'hang-sent', says: 'the model begins an answer, and says no more', ends: 'by the wall', script: only({ ...done, fault: { kind: 'hang', headers: 'sent' } }) },
];
