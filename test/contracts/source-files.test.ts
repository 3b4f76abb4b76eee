/** Every reader of source texts, against the one contract; and what only a disk can do to one. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { configName, DiskSourceFiles } from '../../src/compose/disk-source-files.ts';
import { MemorySourceFiles } from '../../src/language/compile/memory-source-files.ts';
import { sourceFilesContract, sourceTexts } from './source-files-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

sourceFilesContract('memory', () => {
  const texts = new Map([...sourceTexts].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  return { files: new MemorySourceFiles(texts), dispose: () => undefined };
});

interface OnDisk {
  readonly directory: TemporaryDirectory;
  readonly files: DiskSourceFiles;
}

function onDisk(): OnDisk {
  const directory = new TemporaryDirectory();
  const [folder, recipes] = [join(directory.path, 'work'), join(directory.path, 'recipes')];
  mkdirSync(folder);
  for (const [name, bytes] of sourceTexts) {
    const path = name.startsWith('recipe:') ? join(recipes, name.slice('recipe:'.length)) : join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  writeFileSync(join(directory.path, 'secret.md'), 'secret');
  return { directory, files: new DiskSourceFiles({ folder, recipes, config: join(directory.path, 'config.esp') }) };
}

sourceFilesContract('disk', () => {
  const { directory, files } = onDisk();
  return { files, dispose: () => directory.remove() };
});

describe('source files on a disk', () => {
  const test = (title: string, body: (disk: OnDisk) => void | Promise<void>): void => {
    it(title, async () => {
      const disk = onDisk();
      try {
        await body(disk);
      } finally {
        disk.directory.remove();
      }
    });
  };

  test('no link leads out, neither a file nor a folder', ({ directory, files }) => {
    const work = join(directory.path, 'work');
    symlinkSync(join(directory.path, 'secret.md'), join(work, 'link.md'));
    symlinkSync(directory.path, join(work, 'up'));
    symlinkSync(join(work, 'prompts'), join(work, 'inside'));
    symlinkSync('loop', join(work, 'loop'));
    assert.deepEqual(files.read('link.md'), { ok: false, why: 'outside' });
    assert.deepEqual(files.read('up/secret.md'), { ok: false, why: 'outside' });
    assert.deepEqual(files.read('loop/x.md'), { ok: false, why: 'outside' });
    assert.equal(files.read('inside/write.md').ok, true);
  });

  test('a pipe is not waited for', ({ directory, files }) => {
    execFileSync('mkfifo', [join(directory.path, 'work', 'pipe')]);
    assert.deepEqual(files.read('pipe'), { ok: false, why: 'pipe' });
  });

  test('a device and a socket are said to be that', async ({ directory }) => {
    const devices = new DiskSourceFiles({ folder: '/dev', recipes: '', config: null });
    assert.deepEqual(devices.read('null'), { ok: false, why: 'device' });
    const server = createServer();
    server.listen(join(directory.path, 'work', 'socket'));
    await once(server, 'listening');
    try {
      assert.deepEqual(new DiskSourceFiles({ folder: join(directory.path, 'work'), recipes: '', config: null }).read('socket'), { ok: false, why: 'socket' });
    } finally {
      server.close();
    }
  });

  test('bytes that are no UTF-8 are not text, and are told where they stand', ({ directory, files }) => {
    writeFileSync(join(directory.path, 'work', 'latin.md'), Buffer.from([0x61, 0xe4, 0x62]));
    assert.deepEqual(files.read('latin.md'), { ok: false, why: 'not-text', text: 'a\ufffdb', badAt: 1 });
  });

  test('a person\'s own configuration may be a link, or not be there', ({ directory, files }) => {
    assert.deepEqual(files.read(configName), { ok: false, why: 'missing' });
    symlinkSync(join(directory.path, 'secret.md'), join(directory.path, 'config.esp'));
    assert.deepEqual(files.read(configName), { ok: true, text: 'secret' });
    assert.equal(files.shown(configName), join(directory.path, 'config.esp'));
  });
});
