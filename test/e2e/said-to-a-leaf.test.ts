/** The program itself: `say` reaches a leaf that another process has at work, and what it wrote by then is kept. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Begun, beginEspalier, espalier } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

const plan = `espalier 1

agent coder { use scripted  allowance tokens 1000 }

workflow main {
  step write {
    agent coder  prompt "write.md"  writes code ["src/**"]
    ok -> end  fail -> halt  refused -> halt
  }
}
`;

/** Until it is told, it waits for what never comes: the end of a pipe that it holds open itself. */
const script = `if grep -q 'Leave the parser alone' "$ESPALIER_PROMPT"; then
  test -f src/first.js && echo 2 > src/second.js
else
  mkdir src
  mkfifo /tmp/never
  echo 1 > src/first.js
  exec cat /tmp/never
fi
`;

let repository: MadeRepository;
let host: Begun;
let run = '';

before(async () => {
  repository = makeRepository({ 'README.md': '# Said\n' });
  const file = join(repository.beside, 'main.esp');
  writeFileSync(file, plan);
  writeFileSync(join(repository.beside, 'write.md'), 'Write.\n');
  host = beginEspalier(repository, 'run', file, '--scripts', writeScripts(repository, { write: script }));
  run = /^Run (\S+)/m.exec(await host.until(/leased write\.1/))?.[1] ?? '';
  await written('first.js');
});
after(() => {
  host.kill('SIGKILL');
  repository.remove();
});

/** Until a leaf has written it, where its box keeps what is changed. */
async function written(name: string): Promise<void> {
  let isOver = false;
  void host.ended.then(() => { isOver = true; });
  for (let found = false; !found && !isOver;) {
    const paths = await readdir(join(repository.beside, 'state'), { recursive: true }).catch(() => []);
    found = paths.some((path) => path.endsWith(`upper/src/${name}`));
  }
}

test('where no leaf is at work on what is named, those that are at work are named', () => {
  const { code, stderr } = espalier(repository, 'say', run, 'other', 'Hello');
  assert.equal(code, 2);
  assert.match(stderr, /No leaf of \S+ is at work on "other": leaves are at work on write\.1\./);
  assert.match(espalier(repository, 'say', run, 'write', ' ').stderr, /WORDS are empty/);
});

test('a leaf that is spoken to goes on with the words, in another session', async () => {
  const { code, stdout, stderr } = espalier(repository, 'say', run, 'write', 'Leave the parser alone');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /said to the leaf at write\.1: Leave the parser alone/);
  const ended = await host.ended;
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /the lease of write\.1 ended: spoken-to/);
  assert.match(espalier(repository, 'diff', run, '--files').stdout, /src\/first\.js[\s\S]*src\/second\.js/);
});

test('once it has ended nobody hears, and that is said', () => {
  const { code, stderr } = espalier(repository, 'say', run, 'write.1', 'Too late');
  assert.equal(code, 1);
  assert.match(stderr, /Refused: the run is complete/);
});
