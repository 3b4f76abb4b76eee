// What a devcontainer.json says of its image, as people write it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { devcontainerImage, withoutComments } from './build-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'espalier-devcontainer-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'devcontainer.json');
const image = (text: string): unknown => {
  writeFileSync(file, text);
  return devcontainerImage(file, false);
};

test('comments and last commas are no part of it, and what looks like them in a text is', () => {
  assert.deepEqual(JSON.parse(withoutComments('{ // one\n "a": "// ,}", /* two */ "b": [1, 2, ], }')), { a: '// ,}', b: [1, 2] });
});

test('a Dockerfile and its context are beside the file', () => {
  const source = { file: join(folder, 'Dockerfile'), context: folder, mayUseNetwork: false };
  assert.deepEqual(image('{ "build": { "dockerfile": "Dockerfile" } }'), source);
  assert.deepEqual(image('{ "dockerFile": "Dockerfile", "context": ".." }'), { ...source, context: join(folder, '..') });
  assert.equal(image('{ "image": "example@sha256:0" }'), 'example@sha256:0');
});

test('what cannot be followed is refused with what it is', () => {
  assert.throws(() => image('{ "dockerComposeFile": "a.yml", "service": "x" }'), /several containers/);
  assert.throws(() => image('{}'), /neither an image nor a Dockerfile/);
  assert.throws(() => image('{ "image" '), /Cannot use .*devcontainer\.json: /);
});
