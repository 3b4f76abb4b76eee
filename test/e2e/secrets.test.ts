/**
 * Keys that slip out of an agent, a gate, a patch and a file's name: nothing that the program keeps or prints has them.
 *
 * One is a key of the host's own environment, one has a known shape, one is assigned to a name that says what it is.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { espalier, type Said } from './espalier.ts';
import { makeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

const plan = fileURLToPath(new URL('fixtures/secrets/main.esp', import.meta.url));

const secrets = { known: 'zq7fKd02lm99TtWx41', shape: `ghp_${'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYzA3b'}`, assigned: 'f81d4fae7dec11d0a765' };
const all = Object.values(secrets);
/** Put together when it runs: the script itself is a file of the repository, and kept. */
const print = `k=$(echo '${[...secrets.known].toReversed().join('')}' | rev)\ng=$(echo '${[...secrets.shape].toReversed().join('')}' | rev)\na=$(echo '${[...secrets.assigned].toReversed().join('')}' | rev)\n`;
const said = `${print}say="key $k, $g, API_TOKEN=$a, $(printf %s "$k" | base64)"\n`;

const scripts = {
  // Its result, its output, and its failure.
  'write.1': `${said}echo "$say"; echo "$say" >&2\nprintf '{"word": "fail", "text": "%s"}' "$say" > "$ESPALIER_RESULT"\n`,
  'write.2': `${said}echo "$say"; echo "$say" >&2; exit 3\n`,
  'write.3': `${said}printf 'one\\n// %s\\n' "$g" > src/with-it.js\n`,
  'write.4': `${said}echo hidden > "src/$k.js"\nln -s "$k" src/link\n`,
  'write.5': `${said}printf '{"word": "%s", "text": "done"}' "$k" > "$ESPALIER_RESULT"\n`,
  // The gate is red, and what it printed goes to the next attempt.
  'write.6': 'touch src/red\n',
  'write': `rm -f src/red\n${said}echo 'export {};' > src/clean.js\nprintf '{"word": "ok", "text": "%s", "data": {"t": "%s"}}' "$say" "$g" > "$ESPALIER_RESULT"\n`,
};

test('secrets in agent output, gate logs, patches and names are neither kept nor shown', (t) => {
  const repository = makeRepository({ 'src/a.js': 'export {};\n', 'scripts/noisy.sh': `${said}echo "$say"; echo "$say" >&2\n[ ! -f src/red ]\n` });
  after(() => repository.remove());
  const directory = writeScripts(repository, scripts);
  const env = { SOME_API_KEY: secrets.known };
  const begun = espalier(repository, { env }, 'run', plan, '--scripts', directory, '--json');
  t.diagnostic(begun.stderr);
  assert.equal(begun.code, 0, 'it landed in the end');
  const { run }: { readonly run: string } = JSON.parse(begun.stdout);
  const shown = [['watch', run], ['watch', run, '--json'], ['show', run, '--json'], ['logs', run, 'write'], ['logs', run, 'verify'], ['replay', run], ['why', run]].map((args) => espalier(repository, ...args));
  for (const one of [begun, ...shown]) for (const secret of all) assert.ok(!text(one).includes(secret), `${secret} is printed`);
  // What was scrubbed was there, in each of its three kinds, and the patches were refused for it.
  const watched = shown.map(text).join('\n');
  for (const kind of ['known key', 'GitHub token', 'assignment']) assert.match(watched, new RegExp(`\\[secret: ${kind}\\]`));
  assert.match(watched, /src\/with-it\.js: line 2 holds a secret \(GitHub token\)/);
  assert.match(watched, /its name holds a secret \(known key\)/);
  assert.match(watched, /src\/link: line 1 holds a secret \(known key\)/);
  const state = join(repository.beside, 'state');
  assert.deepEqual(filesWith(state), [], 'a file of the state holds a secret');
  const objects = repository.git('cat-file', '--batch-all-objects', '--batch', '--buffer');
  for (const secret of all) assert.ok(!objects.includes(secret), 'an object of the repository holds a secret');
});

const text = ({ stdout, stderr }: Said): string => `${stdout}\n${stderr}`;

function filesWith(directory: string): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  assert.ok(files.some((path) => path.endsWith('.db')) && files.some((path) => path.includes('blobs/')), `there is a journal, and there are blobs: ${files.slice(0, 20).join(' ')}`);
  return files.filter((path) => all.some((secret) => path.includes(secret) || (statSync(join(directory, path)).isFile() && readFileSync(join(directory, path)).includes(secret))));
}
