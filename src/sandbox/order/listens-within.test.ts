import { equal } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listensWithin } from './listens-within.ts';

test('a socket is found at any depth, and through a link to its directory', async () => {
  const top = mkdtempSync(join(tmpdir(), 'espalier-listens-'));
  const server = createServer();
  try {
    for (const path of ['a/deep er', 'ab']) mkdirSync(join(top, path), { recursive: true });
    symlinkSync('a', join(top, 'link'));
    const socket = join(top, 'a/deep er/socket');
    server.listen({ path: socket });
    await once(server, 'listening');
    equal(listensWithin(join(top, 'a')), socket);
    equal(listensWithin(join(top, 'link')), socket);
    equal(listensWithin(join(top, 'ab')), null);
    equal(listensWithin(join(top, 'missing')), null);
    // Still listed by the kernel, and no longer there: any program of the machine may do so at any time.
    unlinkSync(socket);
    equal(listensWithin(join(top, 'a')), null);
  } finally {
    server.close();
    rmSync(top, { recursive: true });
  }
});
