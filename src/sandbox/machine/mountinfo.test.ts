// Where something is mounted, whatever letters its path has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mountsBelow } from './mountinfo.ts';

test('blanks, tabs, lines and backslashes are read as they were, and what lies beside a directory is not below it', () => {
  const points = ['/', '/a\\040b', '/a\\040b/one', '/a\\040b/two\\011\\012\\134040ü', '/a\\040bc/three', '/a'];
  const mountinfo = points.map((point, at) => `${at} 1 0:1 / ${point} rw - tmpfs tmpfs rw`).join('\n');
  assert.deepEqual(mountsBelow('/a b', mountinfo), ['/a b/two\t\n\\040ü', '/a b/one']);
  assert.deepEqual(mountsBelow('/none', mountinfo), []);
});
