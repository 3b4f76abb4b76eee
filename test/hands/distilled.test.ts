/** Real outputs of real tools: what is distilled of each, and that a second run with other times, addresses and names gives the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distil } from '../../src/hands/distil/distil.ts';
import { testIdsOf } from '../../src/hands/distil/read-output.ts';
import { isKept, keptOutputs } from './kept-outputs.ts';

const kept = keptOutputs();

for (const { name, exit, first, second } of kept) {
  test(`${name} is distilled`, () => {
    const { signature, text } = distil(first, { gate: 'unit', exit });
    const { passed, failed } = testIdsOf(first);
    const hidden = distil(first, { gate: 'unit', exit, hidden: true });
    const parts = [text, '', `signature ${signature.slice(0, 16)}`, ...passed.map((id) => `passed ${id}`), ...failed.map((id) => `failed ${id}`), '', 'hidden:', hidden.text];
    isKept(`${name}/distilled`, `${parts.join('\n').trim()}\n`);
    assert.equal(text === '', exit === 0);
  });

  test(`${name} is the same failure in a second run`, () => {
    assert.deepEqual(distil(second, { gate: 'unit', exit }), distil(first, { gate: 'unit', exit }));
    assert.deepEqual(testIdsOf(second), testIdsOf(first));
  });
}

test('different failures have different signatures', () => {
  const signatures = new Map<string, string>();
  // The same project under reporters and colours of one tool may well fail alike.
  for (const { name, exit, first } of kept.filter((one) => /^(?:vitest|pytest|go-test|cargo-test|maven|tsc|javac|gcc)\/(?!pretty|plain|colour|two$)/.test(one.name) && one.exit !== 0)) {
    const { signature } = distil(first, { gate: 'unit', exit });
    assert.equal(signatures.get(signature), undefined, `${name} is as ${signatures.get(signature)}`);
    signatures.set(signature, name);
  }
  assert.ok(signatures.size > 15);
});

test('the reporters of one tool tell the same failures', () => {
  const signatureOf = (name: string): string => {
    const one = kept.find((each) => each.name === name);
    assert.ok(one);
    return distil(one.first, { gate: 'unit', exit: one.exit }).signature;
  };
  for (const [one, other] of [['jest/two', 'jest/colour'], ['node-spec/two', 'node-spec/colour'], ['vitest/two', 'vitest-verbose/two'], ['tsc/two', 'tsc/pretty'], ['cargo-test/two', 'cargo-test/plain'], ['go-test/panic', 'go-test-v/panic'], ['go-test-v/two', 'go-test-json/two']] as const) {
    assert.equal(signatureOf(one), signatureOf(other), `${one} and ${other}`);
  }
});

test('of hidden tests only names are told', () => {
  for (const { name, exit, first } of kept.filter((one) => one.exit !== 0)) {
    const { text } = distil(first, { gate: 'unit', exit, hidden: true });
    const { failed } = testIdsOf(first);
    const names = text.split('\n').slice(2);
    assert.ok(names.every((line) => failed.some((id) => id.startsWith(line.replace(/^✗ /, '')))), `${name}: ${text}`);
    assert.doesNotMatch(text, /strictly|expected \d|toEqual|assert |!==|\[a b\]/);
  }
});
