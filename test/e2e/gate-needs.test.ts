/**
 * Gates that insist on writing and on a repository, in a run: what they write is in no later gate and in nothing that lands,
 * and the repository that they find has nothing of the person's. The gates themselves say what they found, by their exit codes.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { espalier } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';

const plan = fileURLToPath(new URL('fixtures/gates/build.esp', import.meta.url));

/** One commit, no remote, hook or setting of anybody's; and it is not the one that a person has. */
const onlyMadeUp = `set -eu
test "$(git log --format=%s)" = 'The files as they are'
test -z "$(git remote)$(git tag)$(git stash list)$(ls .git/hooks 2>/dev/null)"
test "$(git branch --format='%(refname)')" = refs/heads/main
git diff --exit-code && git diff --cached --exit-code
! grep -rq canary .git
`;

let world: MadeRepository;
let run = '';

before(() => {
  world = makeRepository({
    'src/add.js': 'export function add(a, b) {\n  return a;\n}\n',
    'package.json': '{ "type": "module" }\n',
    '.gitignore': 'left\n',
    '.gitattributes': '* filter=canary\n',
    'test/only-made-up.sh': onlyMadeUp,
    'test/add.test.js': "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { add } from '../src/add.js';\ntest('adds', () => assert.equal(add(2, 0), 2));\n",
  });
  world.git('commit', '-q', '--allow-empty', '-m', 'canary of the history');
  world.git('config', 'remote.origin.url', 'https://canary@example.invalid');
  world.git('tag', 'canary');
  writeFileSync(join(world.directory, '.git/hooks/post-checkout'), '#!/bin/sh\necho canary > ran\n', { mode: 0o755 });
  const ended = espalier(world, 'run', plan, '--json');
  assert.equal(ended.code, 0, `${ended.stderr}\n${ended.stdout}`);
  const view: { readonly run: string } = JSON.parse(ended.stdout);
  run = view.run;
});
after(() => world.remove());

test('each gate is green where it has what it says, before the landing and at it', () => {
  const kept: readonly { readonly gate: string | null; readonly exit: number }[] = JSON.parse(espalier(world, 'logs', run, '--json').stdout).logs;
  const logs = kept.filter(({ gate }) => gate !== null);
  assert.deepEqual([...new Set(logs.map(({ gate }) => gate ?? ''))].toSorted(), ['cached', 'closed', 'listed', 'unit']);
  assert.ok(logs.length >= 8 && logs.every(({ exit }) => exit === 0), JSON.stringify(logs));
});

test('nothing that a gate wrote is in what lands', () => {
  assert.equal(world.git('diff', '--name-status', 'HEAD', `refs/espalier/${run}/tip`), 'M\tsrc/add.js');
  assert.match(world.git('show', `refs/espalier/${run}/tip:src/add.js`), /return a \+ b;/);
  assert.equal(world.git('status', '--porcelain'), '');
});
