import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wallOf } from './plan-parts.ts';

test('the time of a dialogue is the person\'s: no turn of the agent may take it all', () => {
  const talk = { kind: 'talk', name: 'talk', agents: ['a'], prompt: 'p', wires: [], timeoutMs: 86_400_000 } as const;
  const write = { kind: 'agent', name: 'write', agents: ['a'], prompt: 'p', wires: [] } as const;
  assert.equal(wallOf(talk), null);
  assert.deepEqual([wallOf(write), wallOf({ ...write, timeoutMs: 5 })], [null, 5]);
});
