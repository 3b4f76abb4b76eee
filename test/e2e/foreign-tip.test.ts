// The ref of the tip is a projection (B1): behind it is brought up to date, foreign it is evidence, and stays.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { espalier } from './espalier.ts';
import { makeRepository } from './made-repository.ts';

const plan = `espalier 1
sandbox box { use bubblewrap }
tests ["test/**"]
gate static "test -e src/a" { role static }
landing [static]

workflow build {
  step write { run "date > src/a"  writes code ["src/**"]  ok -> verify  fail -> halt  refused -> halt }
  step verify { gate static  green -> land  red -> halt }
  step land { land  landed -> end  conflict -> halt  red -> halt }
}
`;

test('a foreign value in the ref of the tip stays, also where the run was over before', () => {
  const repository = makeRepository({ 'src/a': 'a\n' });
  after(() => repository.remove());
  const file = join(repository.beside, 'build.esp');
  writeFileSync(file, plan);
  const said = espalier(repository, 'run', file, '--json');
  assert.equal(said.code, 0, said.stderr);
  const { run, tip }: { readonly run: string; readonly tip: string } = JSON.parse(said.stdout);
  const ref = `refs/espalier/${run}/tip`;
  const worked = (value: string): string => {
    repository.git('update-ref', ref, value);
    espalier(repository, 'work', run);
    return repository.git('rev-parse', ref);
  };
  assert.equal(worked(repository.git('rev-parse', 'HEAD')), tip, 'what lags behind is brought up to the tip');
  const foreign = repository.git('commit-tree', '-m', 'Foreign', 'HEAD^{tree}');
  assert.equal(worked(foreign), foreign);
});
