/** A program without tools as an agent: what it wants changed comes out of its envelope into a patch, or not at all. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { espalier } from './espalier.ts';
import { makeRepository } from './made-repository.ts';

const plan = fileURLToPath(new URL('fixtures/command/main.esp', import.meta.url));

/** At first it names a text that stands twice; told so, another. What it was asked it repeats, as many do. */
const agent = `asked=$(cat); printf '%s\\n' "$asked"
f="=== $(printf '%s' "$asked" | sed -n 's/.*first line of it is .=== \\([0-9a-f]*\\) begin.*/\\1/p')"
find=twice
case "$asked" in *"more than once"*) find='once();' ;; esac
echo "$f begin"
echo "$f edit src/a.js"; echo "$find"
echo "$f with"; echo 'fixed();'
echo "$f new src/new.js"; echo 'export {};'
echo "$f end"
`;

test('an envelope that cannot be applied changes nothing and says why; the next becomes the patch', (t) => {
  const repository = makeRepository({ 'src/a.js': 'twice\ntwice\nonce();\n', 'scripts/agent.sh': agent, 'scripts/new.sh': '[ "$(cat src/new.js)" = "export {};" ]\n' });
  after(() => repository.remove());
  const { code, stdout, stderr } = espalier(repository, 'run', plan, '--json');
  t.diagnostic(stderr);
  assert.equal(code, 0);
  assert.match(stderr, /src\/a\.js: holds what is to be found more than once: "twice": nothing of the envelope is applied/);
  const { run }: { readonly run: string } = JSON.parse(stdout);
  assert.match(espalier(repository, 'logs', run, 'write.1').stdout, /Write what is asked for\.[^]*# How to work here[^]*- `ok`: what was asked for is done, and whole[^]*If you cannot change files yourself/);
  const diff = espalier(repository, 'diff', run).stdout;
  assert.match(diff, /-once\(\);\n\+fixed\(\);/);
  assert.match(diff, /\+export \{\};/);
});
