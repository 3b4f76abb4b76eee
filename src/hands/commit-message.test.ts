import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitMessage, harmless } from './commit-message.ts';

const unit = {
  unit: 'export', changes: [], reverts: null, commit: null, authors: ['coder'],
  tasks: [{ id: 'export-test', title: 'Tests of the export', kind: 'test' as const }, { id: 'export', title: 'Export notes', kind: 'code' as const }],
  evidence: [{ gate: 'unit', outcome: 'green' as const, base: 'b', patch: 'p', candidate: 't', sandbox: 'box', exit: 0, tests: null, log: 'd' }],
};

test('a unit says what it is, and by trailers whose, of which tasks, and what was green', () => {
  assert.equal(commitMessage('run-1', unit), `Export notes

Run-Id: run-1
Task: export-test
Task: export
Evidence: gate unit green, exit 0, candidate t, sandbox box, log d
Assisted-by: coder
`);
});

test('a revert names what it takes back, and the run\'s own line itself', () => {
  assert.match(commitMessage('r', { ...unit, tasks: [], reverts: 'export' }), /^Revert export\n\nRun-Id: r\nEvidence/);
  assert.match(commitMessage('r', { ...unit, tasks: [] }), /^The change of export\n/);
});

test('no title closes an issue, calls a person, steers a pipeline or ends the subject', () => {
  const said: readonly (readonly [string, string])[] = [
    ['Fixes #12 for good', 'Fixes of no. 12 for good'], ['closes: GH-3', 'closes of GH-3'], ['resolve me/it#4', 'resolve of me/it#4'],
    ['Thanks @ada', 'Thanks @ ada'], ['Small [skip ci] change', 'Small change'], ['[ci-skip] x ***NO_CI***', 'x'],
    ['One\nSigned-off-by: Ada', 'One Signed-off-by: Ada'], ['Signed-off-by: Ada', 'Signed-off-by – Ada'], ['a\u202eb\u0007c', 'a b c'],
    ['[skip***NO_CI***ci] it', 'it'], [' Signed-off-by: Ada', 'Signed-off-by – Ada'], ['As said (#7)', 'As said (no. 7)'],
  ];
  for (const [title, expected] of said) assert.equal(harmless(title), expected);
});

test('of any titles the message has one subject, and no trailer but ours', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (title) => {
    const lines = commitMessage('r', { ...unit, tasks: [{ id: 'a', title, kind: 'code' }], evidence: [], authors: [] }).split('\n');
    assert.deepEqual(lines.slice(1), ['', 'Run-Id: r', 'Task: a', '']);
    assert.ok([...lines[0] ?? ''].length <= 72 && lines[0] !== '');
  }));
});
