/** The stage of an ordinary user, whom the table of moved mounts is closed to: as on every machine on which root has mounted a file. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stageText } from '../../src/sandbox/order/stage.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { withMounts } from './with-mounts.ts';

const ordinaryUser = 65_534;
const tables = '/run/mount';
const why = await whyNoBubblewrap() ?? (process.getuid?.() !== 0 ? 'only root has another user try it' : existsSync(tables) ? null : `there is no ${tables}`);

test('what is staged is moved to where the order\'s user can see it', why === null ? {} : { skip: why }, () => {
  const directory = new TemporaryDirectory();
  try {
    chmodSync(directory.path, 0o755);
    const [place, table] = [join(directory.path, 'place'), join(directory.path, 'table')];
    for (const made of [place, table]) mkdirSync(made);
    chownSync(place, ordinaryUser, ordinaryUser);
    writeFileSync(join(table, 'utab'), '');
    writeFileSync(join(directory.path, 'input'), 'seen');
    const steps = ['stage', place, 'file', 'input0', join(directory.path, 'input'), 'move', place, '/mnt'];
    const user = ['setpriv', '--reuid', String(ordinaryUser), '--regid', String(ordinaryUser), '--clear-groups', '--'];
    const apart = ['unshare', '-Urm', '--propagation', 'private', '--'];
    const [program = '', ...args] = withMounts([[table, tables]], [...user, ...apart, 'sh', '-c', stageText, 'sh', ...steps, '--', 'cat', '/mnt/input0']);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'seen', stderr: '' });
  } finally {
    directory.remove();
  }
});
