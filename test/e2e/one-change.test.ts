// The whole way of one change, as a person would go it: read afterwards by git.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { espalier } from './espalier.ts';
import { makeRepository } from './made-repository.ts';

const plan = fileURLToPath(new URL('fixtures/small/build.esp', import.meta.url));
const files = {
  'src/add.js': 'export function add(a, b) {\n  return a;\n}\n',
  'package.json': '{ "type": "module" }\n',
  'test/add.test.js': "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { add } from '../src/add.js';\ntest('adds', () => assert.equal(add(2, 0), 2));\n",
};

test('a change is written in a box, judged, landed on the tip, and waits for a person to be published', (t) => {
  const repository = makeRepository(files);
  after(() => repository.remove());
  const before = repository.git('rev-parse', 'HEAD');
  const said = espalier(repository, 'run', plan, 'a=1', 'b=2', '--json');
  t.diagnostic(said.stderr);
  assert.equal(said.code, 3, 'it waits for a person');
  const view: { readonly run: string; readonly tip: string } = JSON.parse(said.stdout);
  // What git says, and not what we say.
  const tip = repository.git('rev-parse', `refs/espalier/${view.run}/tip`);
  assert.equal(tip, view.tip);
  assert.equal(repository.git('rev-parse', `${tip}^`), before);
  assert.equal(repository.git('diff', '--name-only', before, tip), 'src/add.js');
  assert.match(repository.git('show', `${tip}:src/add.js`), /return a \+ b; \/\/ 1 and 2/);
  assert.match(repository.git('log', '-1', '--format=%B', tip), new RegExp(`^Run-Id: ${view.run}$`, 'm'));
  const { logs } = JSON.parse(espalier(repository, 'logs', view.run, 'write', '--json').stdout) as { readonly logs: readonly { readonly what: string; readonly text: string }[] };
  assert.deepEqual(logs.map(({ what, text }) => [what, text]), [['log', 'It adds.']], 'what the step printed is kept');
  assert.equal(espalier(repository, 'verify', view.run).code, 0);
  // The person's own is as it was.
  assert.deepEqual([repository.git('rev-parse', 'HEAD'), repository.git('status', '--porcelain'), repository.git('branch', '--format=%(refname)')], [before, '', 'refs/heads/main']);
  assert.equal(readFileSync(`${repository.directory}/src/add.js`, 'utf8'), files['src/add.js']);
});
