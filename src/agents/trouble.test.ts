// What the gateway refused is known by its code, whichever status a program shows beside it (T3).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geminiErrorBody, messagesErrorBody } from '../gateway/wires/refusal-body.ts';
import { heardOf } from './trouble.ts';

for (const [code, message, means] of [
  ['key_refused', 'gemini refused the key of this machine', 'fault login'], ['no_key', 'there is none', 'fault login'],
  ['provider_unreachable', 'it cannot be had', 'fault provider'], ['provider_rests', 'gemini answers again later', 'rate-limit'], ['budget_reached', 'no more', 'budget'],
] as const) {
  test(`${code} is ${means}`, () => {
    for (const text of [geminiErrorBody({ code, message }), messagesErrorBody({ code, message }), `400 ${code}: ${message}`]) {
      const heard = heardOf({ status: null, text: `[API Error: ${text}]` });
      assert.equal('why' in heard ? `${heard.kind} ${heard.why}` : heard.kind, means, text);
    }
  });
}
