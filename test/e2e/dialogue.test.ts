/** A dialogue with an agent, by the program: a person's turns are said, the agent hears them, and a word ends it. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { espalier } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

const plan = `espalier 1

agent architect { use scripted  allowance tokens 1000 }

workflow main {
  step talk-it-over {
    talk architect  prompt "talk.md"
    approved -> end  fail -> halt
  }
}
`;

/** It answers with the newest of what it was told. */
const script = 'printf \'{"word":"ok","text":"You said: %s"}\' "$(grep -o "tabs or spaces\\|spaces, please" "$ESPALIER_PROMPT" | tail -n 1)" > "$ESPALIER_RESULT"\n';

let repository: MadeRepository;
let run = '';

before(() => {
  repository = makeRepository({ 'README.md': '# Said\n' });
  const file = join(repository.beside, 'main.esp');
  writeFileSync(file, plan);
  writeFileSync(join(repository.beside, 'talk.md'), 'Ask whether it is tabs or spaces.\n');
  const { code, stdout, stderr } = espalier(repository, 'run', file, '--scripts', writeScripts(repository, { 'talk-it-over': script }), '--json');
  assert.equal(code, 3, stderr);
  ({ run } = JSON.parse(stdout));
});
after(() => repository.remove());

test('a turn is said by the step or the question, and the agent has heard it when it answers', () => {
  assert.equal(espalier(repository, 'say', run, 'q1', '').code, 2, 'nothing was said');
  const said = espalier(repository, 'say', run, 'talk-it-over', 'spaces, please');
  assert.equal(said.code, 0, said.stderr);
  const worked = espalier(repository, 'work', run);
  assert.equal(worked.code, 3, worked.stderr);
  const { logs } = JSON.parse(espalier(repository, 'logs', run, 'prompt', '--json').stdout) as { readonly logs: readonly { readonly text: string }[] };
  assert.match(logs.at(-1)?.text ?? '', /spaces, please/);
  assert.match(espalier(repository, 'show', run, '--events').stdout, /spaces, please/);
});

test('a word ends it', () => {
  const { inbox } = JSON.parse(espalier(repository, 'inbox', run, '--json').stdout) as { readonly inbox: readonly { readonly shows: string }[] };
  const { code, stderr } = espalier(repository, 'answer', run, 'q1', 'approved', '--shows', inbox[0]?.shows ?? '');
  assert.equal(code, 0, stderr);
  assert.equal(espalier(repository, 'work', run).code, 0, 'the run is complete');
});
