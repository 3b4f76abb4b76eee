import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowRules } from './allow-rules.ts';

test('a host without a port is allowed at the usual two, one with a port at that one', () => {
  assert.deepEqual(allowRules(['a.test', '*.b.test:8443']), [{ host: 'a.test', port: 443 }, { host: 'a.test', port: 80 }, { host: '*.b.test', port: 8_443 }]);
});

test('what is no rule is told', () => {
  assert.throws(() => allowRules(['*.com']), /Cannot allow a host: "\*\.com" is a wildcard where anybody can have a name/);
});
