import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitUnderControl } from './perform-gates.ts';

test('only what the gate itself came to is a red under its control', () => {
  assert.equal(exitUnderControl({ outcome: { kind: 'service', name: 'db', how: 'it ended' } }), null);
  assert.equal(exitUnderControl({ outcome: { kind: 'exit', code: 1 } }), 1);
  assert.equal(exitUnderControl({ outcome: { kind: 'exit', code: 0 } }), 0);
});
