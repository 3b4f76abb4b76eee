// What a leaf is asked carries what the repository knows that applies, and what its agent is declared with, byte for byte as it is kept.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { espalier } from './espalier.ts';
import { makeRepository } from './made-repository.ts';

const plan = fileURLToPath(new URL('fixtures/knowing/build.esp', import.meta.url));
const scripts = fileURLToPath(new URL('fixtures/knowing/scripts', import.meta.url));

test('knowledge that applies, instructions and skills reach the prompt', (t) => {
  const repository = makeRepository({
    'src/add.js': 'export const add = 1;\n',
    '.espalier/knowledge/patterns/src.md': '---\npaths: src/**\n---\nExport constants in upper case.\n',
    '.espalier/knowledge/patterns/docs.md': '---\npaths: docs/**\n---\nThis is for writers of docs.\n',
  });
  after(() => repository.remove());
  const said = espalier(repository, 'run', plan, '--scripts', scripts, '--json');
  t.diagnostic(`${said.stdout}${said.stderr}`);
  const { run }: { readonly run: string } = JSON.parse(said.stdout);
  const { logs } = JSON.parse(espalier(repository, 'logs', run, 'prompt', '--json').stdout) as { readonly logs: readonly { readonly text: string }[] };
  const prompt = logs[0]?.text ?? '';
  assert.match(prompt, /^House rules come first\.\n\n# Skills\n/);
  assert.match(prompt, /`\/run\/order\/skills\/1-sums\.md`: How sums are done here/);
  assert.match(prompt, /## patterns\/src\.md\nExport constants in upper case\./);
  assert.ok(!prompt.includes('for writers of docs'));
  // The leaf read its skill where the prompt says that it is, and wrote what stands there.
  assert.equal(repository.git('show', `refs/espalier/${run}/tip:src/add.js`), 'export const ADD = 2;');
});
