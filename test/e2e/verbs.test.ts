/** What people say to a real run beside yes and no: each verb once, and what it changed is asked of git and of the journal. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fewScene } from './crash/few-tasks.ts';
import { espalier, type Said, shown } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

/** Red until a person has said otherwise what it is to be. */
const untilEdited = `mkdir -p docs
if grep -q 'Say it plainly' "$ESPALIER_VALUES/task.spec"; then echo '# Guide' > docs/guide.md; else echo '# BROKEN' > docs/guide.md; fi
`;

let world: MadeRepository;
let run = '';
let base = '';

before(() => {
  world = makeRepository(fewScene.files);
  base = world.git('rev-parse', 'HEAD');
  const remote = join(world.beside, 'remote.git');
  world.git('init', '-q', '--bare', remote);
  world.git('remote', 'add', 'origin', remote);
  const { 'guide/write.1': _, ...scripts } = fewScene.scripts;
  const directory = writeScripts(world, { ...scripts, 'guide/write': untilEdited });
  const { code, stdout, stderr } = espalier(world, 'run', fewScene.plan, '--scripts', directory, '--json');
  assert.equal(code, 1, stderr);
  const view: { readonly run: string } = JSON.parse(stdout);
  run = view.run;
});
after(() => world.remove());

const said = (verb: string, ...args: readonly string[]): Said => espalier(world, verb, run, ...args);
const works = (verb: string, ...args: readonly string[]): string => {
  const { code, stdout, stderr } = said(verb, ...args);
  assert.equal(code, 0, `${verb}: ${stderr}`);
  return stdout;
};
const refused = (says: RegExp, verb: string, ...args: readonly string[]): void => {
  const { code, stderr } = said(verb, ...args);
  assert.equal(code, 1, stderr);
  assert.match(stderr, says);
};
const tip = (): string => world.git('rev-parse', `refs/espalier/${run}/tip`);
const doing = (): unknown => shown(world, run)['doing'];

test('a task that is red whatever it does has stalled the run, and list, why and logs tell so', () => {
  assert.match(espalier(world, 'list').stdout, new RegExp(`${run}.*halted`));
  assert.match(works('why', 'guide'), /guide/);
  assert.match(works('logs', 'guide'), /BROKEN is there/);
  assert.equal(world.git('diff', '--name-only', base, tip()), 'src/one.js\ntest/one.test.js');
});

test('edit gives it another spec, retry begins it anew, and it lands', () => {
  assert.match(works('edit', 'guide', '--spec', 'Say it plainly.'), /edited guide/);
  works('retry', 'guide', '--say', 'It was told too little.');
  works('retry');
  assert.equal(said('work').code, 3, 'it asks whether to publish');
  assert.equal(world.git('show', `${tip()}:docs/guide.md`), '# Guide');
  refused(/landed/, 'edit', 'guide', '--spec', 'Too late.');
  refused(/landed/, 'drop', 'guide');
});

test('pause lets nothing go on, and resume does', () => {
  works('pause');
  assert.equal(doing(), 'paused');
  works('resume');
  assert.equal(doing(), 'waiting');
  assert.match(works('grant', '--say', 'One more.'), /grants/);
  works('raise', '--usd', '1');
});

test('revert takes a unit back as a change of its own, and what is asked is another commit then', () => {
  const before = tip();
  works('revert', 'guide');
  assert.equal(said('work').code, 3);
  assert.equal(world.git('diff', '--name-only', base, tip()), 'src/one.js\ntest/one.test.js');
  assert.equal(world.git('rev-parse', `${tip()}^`), before, 'on top, and nothing is rewritten');
  assert.equal(said('approve', '--shows', before).code, 1);
});

test('reject halts, retry asks again, and approve publishes just that', () => {
  works('reject', 'Not yet', '--shows', tip());
  assert.equal(doing(), 'halted');
  works('retry');
  assert.equal(said('work').code, 3);
  works('approve', '--shows', tip());
  works('work');
  assert.equal(doing(), 'complete');
  assert.equal(world.git('ls-remote', 'origin', 'refs/heads/espalier/few').split('\t')[0], tip());
});

test('close says that what was published was dealt with', () => {
  const open = (): readonly unknown[] => {
    const { inbox } = Object(JSON.parse(works('inbox', '--json')));
    return inbox.map(({ kind, id }: Record<string, unknown>) => [kind, id]);
  };
  const [[kind, id] = []] = Object(open());
  assert.equal(kind, 'publication');
  works('close', String(id));
  assert.deepEqual(open(), []);
});
