/**
 * Twelve tasks on a real repository: side by side by disjoint files, in two rounds, with a patch outside its
 * allowlist, a test that its code wanted to change, an empty patch, a red one, and two that are red
 * only together. What is asked afterwards is asked of git.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { espalier } from './espalier.ts';
import { makeTwelve, tasks, type Twelve, twelvePlan } from './twelve-tasks.ts';

let world: Twelve;
let run = '';
let base = '';
let remote = '';
let said = '';

before(() => {
  world = makeTwelve();
  base = world.git('rev-parse', 'HEAD');
  remote = join(world.beside, 'remote.git');
  world.git('init', '-q', '--bare', remote);
  world.git('remote', 'add', 'origin', remote);
  const { code, stdout, stderr } = espalier(world, 'run', twelvePlan, '--scripts', world.scripts, '--hands', '4', '--json');
  assert.equal(code, 3, stderr);
  const view: { readonly run: string } = JSON.parse(stdout);
  run = view.run;
  said = stderr;
});
after(() => world.remove());

const corner = (name: string): string => `refs/espalier/${run}/${name}`;
const stack = (): readonly string[] => world.git('rev-list', '--reverse', `${base}..${corner('tip')}`).split('\n');
const show = (path: string, at = corner('tip')): string => world.git('show', `${at}:${path}`);

test('the stack is linear, one commit a unit, each with its tasks', () => {
  const commits = stack();
  const trailers = (commit: string): readonly string[] => world.git('log', '-1', '--format=%(trailers:key=Task,valueonly)', commit).split('\n').filter((line) => line !== '');
  assert.equal(world.git('rev-list', '--merges', `${base}..${corner('tip')}`), '');
  assert.deepEqual(commits.flatMap(trailers).toSorted(), tasks.map(({ id }) => id).toSorted());
  assert.equal(commits.length, 10, 'two of the units are tests and the code that they judge');
  assert.deepEqual(trailers(commits.find((commit) => trailers(commit).includes('one')) ?? ''), ['one-test', 'one']);
  for (const commit of commits) assert.equal(world.git('log', '-1', '--format=%(trailers:key=Run-Id,valueonly)', commit).trim(), run);
});

test('what landed is what each task was to write, and nothing of what was refused', () => {
  assert.equal(world.git('diff', '--name-only', base, corner('tip')), [
    'README.md', 'docs/guide.md', 'docs/notes.md', 'src/dates.js', 'src/late.js', 'src/north.js', 'src/one.js', 'src/south.js', 'src/store.js', 'src/two.js', 'test/one.test.js', 'test/two.test.js',
  ].join('\n'));
  assert.match(show('test/two.test.js'), /, 2\)/, 'its code did not change it');
  assert.match(show('src/dates.js'), /one place/);
  const ports = ['north', 'south'].map((name) => /(same-port|another port)/.exec(show(`src/${name}.js`))?.[0]);
  assert.deepEqual(ports.toSorted(), ['another port', 'same-port'], 'the culprit was found, and sent back; the other landed as it was');
});

test('each is told once: outside its allowlist, its own tests, empty, red, and red on the tip', () => {
  for (const line of [/E2: `src\/elsewhere\.js`/, /E2: `test\/two\.test\.js`/, /store\/write\.1 ended fail/, /dates\/verify\.1 ended red/]) assert.match(said, line);
  assert.equal(said.match(/was ejected from the landing queue: red/g)?.length, 1, said);
});

test('what needs another stands on it', () => {
  const at = (id: string): number => stack().findIndex((commit) => world.git('log', '-1', '--format=%(trailers:key=Task,valueonly)', commit).split('\n').includes(id));
  for (const [later, earlier] of [['guide', 'one'], ['late', 'store'], ['notes', 'south']] as const) assert.ok(at(later) > at(earlier), `${later} after ${earlier}`);
});

test('a task is told what those export that it needs', () => {
  assert.match(show('docs/guide.md'), /^## The task one \(one\)\n### src\/one\.js\nexport const one/m);
});

test('the tip is proved by what git has of it, and its note says by what', () => {
  assert.match(world.git('notes', '--ref=espalier', 'show', corner('tip')), /^Landing: gate static exit 0, .*\nLanding: gate unit exit 0, .*control red/m);
});

test('nothing has left the run, and the person\'s own is as it was', () => {
  assert.deepEqual([world.git('rev-parse', 'HEAD'), world.git('status', '--porcelain'), world.git('branch', '--format=%(refname)')], [base, '', 'refs/heads/main']);
});

test('every refused and every sent back patch is where a person can find it', () => {
  const aside = world.git('for-each-ref', '--format=%(refname)', corner('quarantine/')).split('\n').filter((line) => line !== '');
  const contents = aside.map((ref) => world.git('diff', '--name-only', base, ref));
  assert.ok(contents.some((names) => names.includes('src/elsewhere.js')), 'the patch outside its allowlist');
  assert.ok(aside.some((ref) => show('src/dates.js', ref).includes('BROKEN')), 'the red one, which another took the place of');
});

const published = (): string => world.git(`--git-dir=${remote}`, 'for-each-ref', '--format=%(refname) %(objectname)');

test('the stack is published once a person has approved just that commit, and not before (R2)', () => {
  const tip = world.git('rev-parse', corner('tip'));
  assert.equal(espalier(world, 'work', run).code, 3, 'it waits, however often it is worked on');
  assert.equal(espalier(world, 'approve', run, '--shows', base).code, 1, 'an answer about another commit');
  assert.equal(espalier(world, 'work', run).code, 3);
  assert.equal(published(), '');
  const answered = espalier(world, 'approve', run, '--shows', tip);
  assert.equal(answered.code, 0, answered.stderr);
  const worked = espalier(world, 'work', run);
  assert.equal(worked.code, 0, worked.stderr);
  assert.equal(published(), `refs/heads/espalier/twelve ${tip}`);
  assert.deepEqual([world.git('rev-parse', 'HEAD'), world.git('status', '--porcelain'), world.git('branch', '--format=%(refname)')], [base, '', 'refs/heads/main']);
});
