import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { TemporaryDirectory } from '../../test/contracts/temporary-directory.ts';
import { replaceFile, syncDirectory } from './durable-file.ts';
import { JournalError } from '../ports/journal-error.ts';
import { FileSnapshots } from './file-snapshots.ts';
import { openLocal } from './open-local.ts';
import { stateDirectory } from './state-directory.ts';

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = new TemporaryDirectory();
  try {
    await body(directory.path);
  } finally {
    directory.remove();
  }
}

describe('state directory', () => {
  it('is where the XDG rules say', () => {
    assert.equal(stateDirectory({ stateHome: undefined, home: '/home/a' }), '/home/a/.local/state/espalier');
    assert.equal(stateDirectory({ stateHome: '/state', home: '/home/a' }), '/state/espalier');
    for (const ignored of ['', 'relative']) {
      assert.equal(stateDirectory({ stateHome: ignored, home: '/home/a' }), '/home/a/.local/state/espalier');
    }
  });
});

describe('durable files', () => {
  it('say which directory could not be synced', () => inDirectory(async (directory) => {
    const missing = join(directory, 'missing');
    await assert.rejects(syncDirectory(missing), (error) => error instanceof JournalError && error.message.startsWith(`${missing} cannot be opened`));
  }));
});

describe('the state directory', () => {
  it('is its user\'s alone, one that was there before and open as well', () => inDirectory(async (directory) => {
    const [made, found] = [join(directory, 'made'), join(directory, 'found')];
    mkdirSync(found, { mode: 0o755 });
    for (const state of [made, found]) {
      await openLocal(state).journal.close();
      assert.equal(statSync(state).mode & 0o777, 0o700);
    }
  }));
});

describe('file snapshots', () => {
  const snapshot = { version: { position: 7, chain: 'a'.repeat(64) }, schema: 3, data: '{"a":"ä\\n"}' };

  it('keep the newest of each run, and none at first', () => inDirectory(async (directory) => {
    const snapshots = new FileSnapshots(join(directory, 'snapshots'));
    assert.equal(await snapshots.load('r'), null);
    await snapshots.save('r', { ...snapshot, data: 'old' });
    await snapshots.save('r', snapshot);
    await snapshots.save('R', { ...snapshot, data: 'other' });
    assert.deepEqual(await snapshots.load('r'), snapshot);
  }));

  it('are none when they are torn at any byte, or changed in what they hold', () => inDirectory(async (directory) => {
    const snapshots = new FileSnapshots(directory);
    await snapshots.save('r', snapshot);
    const file = join(directory, 'r.snapshot');
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(file, whole.subarray(0, length));
      assert.equal(await snapshots.load('r'), null);
    }
    const changed = Buffer.from(whole);
    changed[whole.length - 2] = 'X'.charCodeAt(0);
    writeFileSync(file, changed);
    assert.equal(await snapshots.load('r'), null);
  }));
});

describe('replaced files', () => {
  it('leave nothing beside them, also when they cannot be replaced', () => inDirectory(async (directory) => {
    const file = join(directory, 'file');
    await replaceFile(file, 'a', { durable: true });
    await Promise.all(['b', 'c', 'd'].map((text) => replaceFile(file, text, { durable: false })));
    assert.ok(['b', 'c', 'd'].includes(readFileSync(file, 'utf8')));
    await assert.rejects(replaceFile(join(directory, 'none', 'file'), 'a', { durable: true }), /ENOENT/);
    // A directory cannot be replaced by a file.
    await assert.rejects(replaceFile(directory, 'a', { durable: true }));
    assert.deepEqual(readdirSync(directory), ['file']);
  }));
});
