/** People take part in a real run: what waits is shown, an answer is bound to it, and what was answered happens in git. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { beginEspalier, espalier, type Said } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';

const plan = fileURLToPath(new URL('fixtures/small/build.esp', import.meta.url));
const files = {
  'src/add.js': 'export function add(a, b) {\n  return a;\n}\n',
  'package.json': '{ "type": "module" }\n',
  'test/add.test.js': "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { add } from '../src/add.js';\ntest('adds', () => assert.equal(add(2, 0), 2));\n",
};

let repository: MadeRepository;
let [run, tip] = ['', ''];

before(() => {
  repository = makeRepository(files);
  const { code, stdout, stderr } = espalier(repository, 'run', plan, 'a=1', 'b=2', '--json');
  assert.equal(code, 3, stderr);
  const view: { readonly run: string; readonly tip: string } = JSON.parse(stdout);
  [run, tip] = [view.run, view.tip];
});
after(() => repository.remove());

const said = (...args: readonly string[]): Said => espalier(repository, ...args);
const branches = (): string => repository.git('branch', '--format=%(refname) %(objectname)', '--list', 'espalier/*');

test('the inbox has the commit that is to be published, with what it changes, and the words that answer', () => {
  const { code, stdout } = said('inbox');
  assert.equal(code, 0);
  for (const part of [/publish {2}build-/, new RegExp(`commit ${tip.slice(0, 12)} on .*: 1 file, \\+1 −1`), /src\/add\.js/, new RegExp(`answer ${run} q1 approved --shows ${tip.slice(0, 12)}`)]) assert.match(stdout, part);
  const { inbox } = Object(JSON.parse(said('inbox', run, '--json').stdout));
  assert.deepEqual(inbox.map(({ kind, shows, visit }: Record<string, unknown>) => [kind, shows, visit]), [['publish', tip, '@/publish.1']]);
});

test('an answer that does not say what was shown answers nothing', () => {
  const { code, stderr } = said('approve', run);
  assert.equal(code, 2);
  assert.match(stderr, /An answer is bound to what was shown/);
  assert.equal(branches(), '');
});

test('an answer to something else than what is shown is refused', () => {
  const { code, stderr } = said('approve', run, '--shows', repository.git('rev-parse', 'HEAD'));
  assert.equal(code, 1);
  assert.match(stderr, /Refused: what q1 shows has changed/);
});

test('too short a beginning, a word that it does not take, and a question that is not open are said', () => {
  for (const [args, says] of [
    [['approve', run, '--shows', tip.slice(0, 6)], /needs 7 characters/],
    [['answer', run, 'q1', 'maybe', '--shows', tip], /takes approved or rejected/],
    [['answer', run, 'q7', 'approved', '--shows', tip], /q7 is no open question.*open are q1/],
    [['approve', run, '--shows', tip, '--as', 'Ada'], /names no people/],
  ] as const) {
    const { code, stderr } = said(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
  }
  assert.equal(branches(), '');
});

test('the diff is what git says of base and tip, and is taken by git apply', () => {
  const { code, stdout } = said('diff', run);
  assert.equal(code, 0);
  assert.equal(stdout.trimEnd(), repository.git('diff', '--full-index', '--no-ext-diff', repository.git('rev-parse', 'HEAD'), tip));
  assert.match(said('diff', run, '--files').stdout, /^src\/add\.js {2}\+1 −1$/m);
});

test('what a file of the repository says of how it is to be shown has no part in the diff', () => {
  repository.git('config', 'diff.external', '/bin/false');
  repository.git('config', 'diff.noprefix', 'true');
  repository.git('config', 'diff.planted.textconv', '/bin/false');
  repository.git('config', 'color.ui', 'always');
  writeFileSync(join(repository.directory, '.git/info/attributes'), '*.js diff=planted\n');
  const { code, stdout } = said('diff', run);
  assert.equal(code, 0);
  assert.match(stdout, /^diff --git a\/src\/add\.js b\/src\/add\.js\n/);
});

test('the logs of what judged it are there, by step and by order', () => {
  const { logs } = Object(JSON.parse(said('logs', run, 'verify.1', '--json').stdout));
  assert.deepEqual(logs.map(({ gate, outcome, exit }: Record<string, unknown>) => [gate, outcome, exit]), [['static', 'green', 0], ['unit', 'green', 0]]);
  assert.match(logs[1].text, /adds[^]*it exited with 0/);
});

test('why it goes on no further: a person, by name of the question', () => {
  const { stdout } = said('why', run);
  assert.match(stdout, /is running, and waits:\n +#\d+ +the root frame is at publish\.1\n +#\d+ +waits for a person, who is asked q1: approved or rejected/);
});

test('once a person has approved it, just that commit is on the branch, and the journal says who it was', async () => {
  const watching = beginEspalier(repository, 'watch', run);
  const approved = said('approve', run, 'As it is', '--shows', tip.slice(0, 7));
  assert.equal(approved.code, 0, approved.stderr);
  assert.match(approved.stderr, new RegExp(`No process works on this run.*\nnext: espalier work ${run}`));
  assert.equal(branches(), '', 'nothing is published before a hand has done it');
  const worked = said('work', run);
  assert.equal(worked.code, 0, worked.stderr);
  assert.equal(branches(), `refs/heads/espalier/${run} ${tip}`);
  const watched = await watching.ended;
  assert.equal(watched.code, 0, watched.stderr);
  assert.match(watched.stdout, /approved[^]*was published on[^]*the run is complete\n$/);
  const { questions } = Object(JSON.parse(said('show', run, '--json').stdout));
  assert.deepEqual([questions[0].answer.person, questions[0].answer.word, questions[0].answer.text], [userInfo().username, 'approved', 'As it is']);
});

test('what was answered is not answered again', () => {
  const { code, stderr } = said('reject', run, '--shows', tip);
  assert.equal(code, 2);
  assert.match(stderr, /asks nothing that takes rejected or reject: no question of it is open/);
});

const refs = (of: string): readonly string[] => repository.git('for-each-ref', '--format=%(refname)', `refs/espalier/${of}/`).split('\n').filter((line) => line !== '');

test('a run that may go on is left as it is, and of one that was cancelled what did not land is put aside', () => {
  const begun = said('run', plan, 'a=2', 'b=1', '--base', 'HEAD', '--json');
  const { run: other }: { readonly run: string } = JSON.parse(begun.stdout);
  const before = refs(other);
  assert.ok(before.some((ref) => ref.includes('/patch/')) && before.some((ref) => ref.includes('/probe/')), before.join(' '));
  assert.match(said('gc', other).stdout, /left as it is: it is running/);
  assert.deepEqual(refs(other), before);
  assert.equal(said('cancel', other).code, 0);
  assert.match(said('gc', other, '--dry-run').stdout, /would remove \d+ refs/);
  assert.deepEqual(refs(other), before);
  const { runs } = Object(JSON.parse(said('gc', other, '--json').stdout));
  assert.equal(runs[0].refs, before.filter((ref) => /\/(patch|probe)\//.test(ref)).length);
  assert.deepEqual(refs(other).filter((ref) => /\/(patch|probe)\//.test(ref)), []);
  assert.ok(refs(other).includes(`refs/espalier/${other}/tip`));
});

test('what did not land outlives gc, until somebody wants it gone', () => {
  const begun = said('run', fileURLToPath(new URL('fixtures/small/build.esp', import.meta.url)), 'a=1', 'b=2', '--base', reddened(), '--json');
  const { run: red }: { readonly run: string } = JSON.parse(begun.stdout);
  assert.equal(begun.code, 1, begun.stderr);
  const [patch = ''] = refs(red).filter((ref) => ref.includes('/patch/')).map((ref) => repository.git('rev-parse', ref));
  assert.match(said('why', red).stdout, /ended red → halt/);
  assert.equal(said('cancel', red).code, 0);
  assert.equal(said('gc', red).code, 0);
  const aside = refs(red).filter((ref) => ref.includes('/quarantine/'));
  assert.deepEqual(aside.map((ref) => repository.git('rev-parse', ref)), [patch]);
  assert.equal(said('gc', red, '--quarantine').code, 0);
  assert.deepEqual(refs(red).filter((ref) => ref.includes('/quarantine/')), []);
});

/** A commit on which the change is red. */
function reddened(): string {
  writeFileSync(join(repository.directory, 'test/add.test.js'), files['test/add.test.js'].replace('2)', '3)'));
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'Expect another sum');
  return repository.git('rev-parse', 'HEAD');
}
