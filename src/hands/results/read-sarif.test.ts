import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSarif } from './read-sarif.ts';

const read = (value: unknown): ReturnType<typeof readSarif> => readSarif(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
const run = (...results: readonly object[]): object => ({ version: '2.1.0', runs: [{ tool: { driver: { rules: [{ id: 'r', defaultConfiguration: { level: 'note' } }] } }, results }] });

test('levels are those of the result, of its rule, or of the standard; suppressed ones are skipped', () => {
  const found = read(run({ ruleId: 'a', level: 'error', message: { text: 'x' } }, { ruleId: 'b' }, { ruleId: 'r', ruleIndex: 0 }, { ruleId: 'd', kind: 'pass' }, { ruleId: 'e', suppressions: [{}] }));
  assert.ok(found.ok);
  assert.deepEqual(found.results.failures, [{ id: 'a', message: 'x' }, { id: 'b', message: 'warning:' }]);
  assert.equal(found.results.skipped, 1);
});

test('a place is told where it lies in the workspace', () => {
  const at = (uri: string): object => ({ level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 7 } } }] });
  const found = read(run(at('file:///work/a%20b.js'), at('file:///etc/passwd'), at('%zz'), at('../x')));
  assert.ok(found.ok);
  assert.deepEqual(found.results.failures.map(({ file, line }) => [file, line]), [['a b.js', 7], [undefined, undefined], [undefined, undefined], [undefined, undefined]]);
});

test('what is no SARIF is refused', () => {
  for (const value of ['', '{', '[]', 'null', { version: '2.0.0', runs: [] }, { version: '2.1.0' }, `${'['.repeat(1_000_000)}`]) assert.equal(read(value).ok, false);
});

test('what is of another type than it should be is left out', () => {
  const found = read({ version: '2.1.0', runs: [null, 3, { results: 'x' }, { results: [null, [], { level: 'error', message: 4, locations: {}, ruleId: {} }] }] });
  assert.ok(found.ok);
  assert.deepEqual(found.results.failures.at(-1), { id: '', message: '' });
});
