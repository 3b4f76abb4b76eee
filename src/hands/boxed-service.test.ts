import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxedService, boxedServices } from './boxed-service.ts';

test('texts are read by a shell, and what is not said has its usual value', () => {
  assert.deepEqual(boxedService({ name: 'db', command: 'postgres -D /tmp/db' }), { name: 'db', command: ['sh', '-c', 'postgres -D /tmp/db'], ready: null, port: null, readyMs: 60_000 });
  assert.deepEqual(boxedService({ name: 'db', command: 'x', ready: 'pg_isready', port: 5_432, sandbox: 'box' }), { name: 'db', command: ['sh', '-c', 'x'], ready: ['sh', '-c', 'pg_isready'], port: 5_432, readyMs: 60_000 });
});

test('services come in the order in which they are named', () => {
  const declared = ['a', 'b', 'c'].map((name) => ({ name, command: name }));
  assert.deepEqual(boxedServices(declared, ['c', 'a']).map(({ name }) => name), ['c', 'a']);
});
