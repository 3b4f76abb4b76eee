import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { environmentOf } from './values.ts';

test('a value is a variable, if the kernel takes it', () => {
  assert.deepEqual(environmentOf(new Map([['task.title', 'One'], ['plan.text', 'a\0b'], ['goal', 'x'.repeat(200_000)]])), { ESPALIER_TASK_TITLE: 'One' });
});

test('however much agents said, a command can be begun', () => {
  const values = new Map(Array.from({ length: 40 }, (_, at) => [`step${at}.text`, 'x'.repeat(100_000)] as const));
  const { error, status } = spawnSync(process.execPath, ['-e', ''], { env: environmentOf(values) });
  assert.deepEqual([error?.message, status], [undefined, 0]);
});
