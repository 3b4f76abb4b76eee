import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportResult } from '../../kernel/facts.ts';
import { scrubbedResult } from './scrubbed-result.ts';
import { scrubber } from './scrubber.ts';

const secret = 'the-key-0123456789';
const clean = scrubber(() => [secret]);
const digest = 'a'.repeat(64);
const task = { id: 'a', title: `of ${secret}`, spec: secret, kind: 'code', writes: [`src/${secret}.ts`], needs: [] } as const;

test('every text that somebody made is scrubbed, and digests are as they were', () => {
  const patch = { patch: digest, candidate: 'b'.repeat(40), changes: [{ path: 'a', from: null, to: `100644:${'c'.repeat(40)}` }] };
  const results: readonly ReportResult[] = [
    { type: 'ended', word: secret, text: `it is ${secret}`, untaken: [secret], data: digest, patch, tasks: [task], followUps: [task], failure: { signature: digest, text: secret } },
    { type: 'gates', base: 'b', patch: null, candidate: 'c', sandbox: 'box', gates: [{ gate: 'unit', exit: 1, log: digest, tests: { passed: [secret], failed: [] } }] },
    { type: 'fault', text: secret }, { type: 'stopped', text: secret, patch },
    { type: 'published', commit: 'd', ok: false, text: `https://ada:${secret}@host/x` },
  ];
  for (const result of results) {
    const scrubbed = scrubbedResult(result, clean);
    assert.ok(!JSON.stringify(scrubbed).includes(secret), result.type);
    assert.deepEqual(scrubbedResult(scrubbed, clean), scrubbed);
    assert.deepEqual(JSON.parse(JSON.stringify(scrubbed).replaceAll('[secret: known key]', secret)), result, 'nothing else is changed');
  }
});

test('half a character is none in anything that is reported, so that every text is what is kept of it', () => {
  const half = '\ud83c';
  const said: ReportResult = { type: 'ended', word: `o${half}k`, text: `${half}🌱`, tasks: [{ ...task, title: half, spec: half, writes: [half] }], failure: { signature: digest, text: half } };
  const text = JSON.stringify(scrubbedResult(said, clean));
  assert.deepEqual(JSON.parse(new TextDecoder().decode(new TextEncoder().encode(text))), JSON.parse(text));
  assert.ok(text.isWellFormed() && !/\\ud[89a-f]/i.test(text), text);
  assert.ok(text.includes('\ufffd🌱'));
});
