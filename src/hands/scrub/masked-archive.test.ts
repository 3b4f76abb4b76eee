import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { maskedArchive } from './masked-archive.ts';
import { scrubber } from './scrubber.ts';

const secret = 'the-key-0123456789';
const clean = scrubber(() => [secret]);
const directory = mkdtempSync(join(tmpdir(), 'espalier-archive-'));
after(() => rmSync(directory, { recursive: true }));

function tar(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('tar', ['-C', directory, ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

function packed(name: string, text: string): Uint8Array {
  writeFileSync(join(directory, name), text);
  tar('-czf', join(directory, 'packed.tar.gz'), name);
  return readFileSync(join(directory, 'packed.tar.gz'));
}

test('a session is as it was but for its secrets, and tar unpacks it', async () => {
  const archive = await maskedArchive(packed('log.jsonl', `{"said":"${secret}"}\n`.repeat(1_000)), clean);
  assert.ok(archive !== null);
  assert.ok(!gunzipSync(archive).includes(secret));
  writeFileSync(join(directory, 'masked.tar.gz'), archive);
  mkdirSync(join(directory, 'out'));
  tar('-xzf', join(directory, 'masked.tar.gz'), '-C', 'out');
  assert.equal(readFileSync(join(directory, 'out/log.jsonl'), 'utf8'), `{"said":"${'*'.repeat(secret.length)}"}\n`.repeat(1_000));
});

test('one without a secret is the same bytes; one with a secret in a name, too large, or no archive is not kept', async () => {
  const plain = packed('plain', 'nothing in it\n');
  assert.equal(await maskedArchive(plain, clean), plain);
  assert.equal(await maskedArchive(packed(secret, 'x'), clean), null);
  assert.equal(await maskedArchive(gzipSync(Buffer.alloc(65 << 20)), clean), null);
  assert.equal(await maskedArchive(Buffer.from('no archive'), clean), null);
});
