/** The table of all suites: nothing is green by being silent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SuiteReport } from '../contracts/sandbox-suite.ts';
import { run, type Suite, type TestRun } from './run-parts.ts';
import { isAllGreen, rowsOf, tableText } from './table.ts';

const no = { held: false, how: 'nothing' };
const report: SuiteReport = {
  backEnd: 'jail', user: 'root', version: '1', skipped: null, leaks: ['read.home'], isControlled: true, notes: [],
  checks: [{ id: 'read.home', says: 'It cannot be read.', ok: true, detail: '' }, { id: 'limit.memory', says: 'It is bounded.', ok: true, detail: '' }],
  holds: { memory: { held: true, how: 'a group' }, disk: no, pids: no, cpus: no, image: no, reaches: no, needs: no, services: no },
};
const suite = (changed: Partial<SuiteReport>): Suite => ({ backEnd: 'jail', user: 'root', report: { ...report, ...changed }, seconds: 1 });
const tests: TestRun = { passed: 1, failed: 0, skipped: [], output: '', seconds: 0 };

test('a check is held, not held where that is said, failed, or was not tried', () => {
  const [held] = report.checks;
  const suites = [
    suite({}), suite({ checks: held === undefined ? [] : [{ ...held, ok: false }], holds: { ...report.holds ?? assert.fail(), memory: no } }),
    suite({ skipped: 'no jail', checks: [], holds: null }),
  ];
  const cells = Object.fromEntries(rowsOf(suites).map((row) => [row.id, row.cells]));
  assert.deepEqual(cells['read.home'], ['held', 'FAILED', '–']);
  assert.deepEqual(cells['limit.memory'], ['held', 'not held', '–']);
  assert.deepEqual(cells['holds memory'], ['held', 'not held', '–']);
  assert.match(tableText({ suites, tests }), /^read\.home .*FAILED.* leaks$/m);
  assert.match(tableText({ suites, tests }), /^skipped jail root: no jail$/m);
});

test('a part that tells nothing, a control that does not leak and a failed test are red', () => {
  assert.equal(isAllGreen({ suites: [suite({}), suite({ skipped: 'no jail' })], tests }), true);
  assert.equal(isAllGreen({ suites: [{ ...suite({}), report: 'it told nothing' }], tests }), false);
  assert.equal(isAllGreen({ suites: [suite({ isControlled: false })], tests }), false);
  assert.equal(isAllGreen({ suites: [suite({})], tests: { ...tests, failed: 1 } }), false);
});

test('a part that is ended because it takes too long says so', async () => {
  const { code, errors } = await run(['-e', 'process.stderr.write("words"); setInterval(() => undefined, 1_000)'], 2_000);
  assert.deepEqual([code, errors], [null, 'words\nended by SIGKILL: it still ran after 2 s']);
});
