/** The table of what was tried: what failed and what was left out is in it, with its reason. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentTable } from './agent-table.ts';

test('a row for each check, a column for each program, and the reasons', () => {
  assert.equal(agentTable([
    { name: 'a: edits', end: 'passed', ms: 1_240, why: '' },
    { name: 'a: ends', end: 'failed', ms: 60, why: 'it wrote nothing' },
    { name: 'b: edits', end: 'skipped', ms: 0, why: 'it is not there' },
  ]), [
    '              a         b',
    'edits     1.2 s   skipped',
    'ends     FAILED         –',
    'all         1 s       0 s',
    '',
    'FAILED   a: ends: it wrote nothing',
    'skipped  b: edits: it is not there',
    '1 passed, 1 failed, 1 skipped',
  ].join('\n'));
});
