/** What a person's own configuration says of their providers: no plan, no run, no journal and no message knows it. */

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { espalier, type Said } from './espalier.ts';
import { makeRepository } from './made-repository.ts';

const planted = 'sk-ant-api03-planted';
const plan = `espalier 1
sandbox box { use bubblewrap }
workflow note { step note { run "env; true" in box  ok -> end  fail -> halt } }
`;

const repository = makeRepository({ 'src/a.js': 'export {};\n', '.espalier/note.esp': plan });
after(() => repository.remove());
const folder = join(repository.beside, 'config', 'espalier');
const configured = (text: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.esp'), `espalier 1\n${text}\n`);
};
const shown = ({ stdout, stderr }: Said): string => `${stdout}\n${stderr}`;
const file = '.espalier/note.esp';

test('a run knows nothing of who is asked, or where keys are', () => {
  configured(`provider mine-planted { speaks messages  url "https://planted.example.com"  key command "echo ${planted}" }\nbudget { day { usd 77.77 } }`);
  const env = { ANTHROPIC_API_KEY: planted, CLAUDE_CODE_OAUTH_TOKEN: planted };
  const begun = espalier(repository, { env }, 'run', file, '--json');
  assert.equal(begun.code, 0, begun.stderr);
  const { run }: { readonly run: string } = JSON.parse(begun.stdout);
  const told = [['compile', file], ['show', run, '--json'], ['logs', run], ['replay', run]].map((args) => espalier(repository, ...args));
  for (const one of [begun, ...told]) {
    assert.equal(one.code, 0, one.stderr);
    assert.doesNotMatch(shown(one), /planted/);
  }
  const state = join(repository.beside, 'state');
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(state, name)).isFile());
  assert.ok(files.some((name) => name.endsWith('.db')), 'there is a journal');
  assert.deepEqual(files.filter((name) => /planted/.test(readFileSync(join(state, name), 'latin1'))), []);
});

test('who wrote a key into the configuration is told so without it', () => {
  for (const key of [planted, `env "${planted}"`]) {
    configured(`provider mine {\n  speaks messages\n  url "https://models.example.com"\n  key ${key}\n}`);
    for (const args of [['check', file], ['check', file, '--json'], ['run', file]]) {
      const said = espalier(repository, ...args);
      assert.notEqual(said.code, 0, args.join(' '));
      assert.match(shown(said), /config\.esp/);
      assert.doesNotMatch(shown(said), /planted|api03/, `${args.join(' ')} with key ${key}`);
    }
  }
});
