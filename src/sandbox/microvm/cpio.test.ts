import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { archiveOf } from './cpio.ts';

test('an archive is laid out as a kernel reads it', () => {
  const archive = archiveOf([{ path: 'bin', kind: 'directory' }, { path: 'bin/one', kind: 'program', content: 'text' }, { path: 'two', kind: 'link', content: 'bin/one' }]);
  assert.equal(archive.length % 512, 0);
  assert.equal(archive.toString('latin1', 0, 116), `070701${'00000001000041ed00000000000000000000000100000000'}${'00000000'.repeat(5)}0000000400000000bin\0\0\0`);
  assert.ok(archive.includes('TRAILER!!!'));
});

/** Its own program, or the one in busybox, which every machine with guests has. */
const cpio = [['cpio'], ['busybox', 'cpio']].find(([program = '', ...args]) => spawnSync(program, [...args, '--help']).status === 0);

test('cpio finds in it what was put in', { skip: cpio === undefined ? 'there is no cpio and no busybox here' : false }, () => {
  const [program = '', ...args] = cpio ?? [];
  const archive = archiveOf([{ path: 'bin', kind: 'directory' }, { path: 'bin/one', kind: 'program', content: 'x'.repeat(1_001) }, { path: 'last', kind: 'file' }]);
  assert.equal(spawnSync(program, [...args, '-t'], { input: archive, encoding: 'utf8' }).stdout, 'bin\nbin/one\nlast\n');
});
