/**
 * A task of kind `deps` in a run: its gates have a layer baked from its own lockfile, once a person has let the run fetch it,
 * and nobody else has that layer before the task has landed. With a dependency of the real registry.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TaskSpec } from '../../src/kernel/ir.ts';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { espalier, type Said } from '../e2e/espalier.ts';
import { makeRepository, type MadeRepository } from '../e2e/made-repository.ts';
import { writeScripts } from '../e2e/write-scripts.ts';
import { answers } from './answers.ts';

const plan = join(import.meta.dirname, 'fixtures/deps-task/main.esp');
const fixture = (path: string): string => readFileSync(join(import.meta.dirname, 'fixtures/npm', path), 'utf8');

/** Exits with 0 where what package.json names is there, installed by scripts that had no way out; or where neither is. */
const check = `import { existsSync, readFileSync } from 'node:fs';
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
if (dependencies === undefined) {
  if (existsSync('node_modules')) throw new Error('there are dependencies that nothing names');
} else {
  const { default: isOdd } = await import('is-odd');
  if (!isOdd(3) || readFileSync('node_modules/scripts-ran', 'utf8') !== 'offline\\n') throw new Error('they are not as they should be');
}
console.log(dependencies === undefined ? 'none' : 'some');
`;

const task = (id: string, more: Pick<TaskSpec, 'kind' | 'writes'> & Partial<TaskSpec>): TaskSpec => (
  { id, title: `The task ${id}`, spec: `What ${id} is to be.`, needs: [], ...more });
const plans = (...tasks: readonly TaskSpec[]): string => `cat > "$ESPALIER_RESULT" <<'END'\n${JSON.stringify({ word: 'ok', tasks })}\nEND\n`;
const write = (path: string, text: string): string => `cat > ${path} <<'END'\n${text}END\n`;
const adds = write('package.json', fixture('package.json')) + write('package-lock.json', fixture('package-lock.json'));
const writes = ['package.json', 'package-lock.json'];

interface Layer {
  readonly origin: { readonly kind: string };
  readonly digest: string;
}

const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const reason = why ?? (await answers('registry.npmjs.org') ? null : 'registry.npmjs.org does not answer from here');

describe('dependencies of a candidate', reason === null ? {} : { skip: reason }, () => {
  let world: MadeRepository;
  let run = '';
  let first: Said;

  before(() => {
    world = makeRepository({
      'package.json': '{ "name": "small", "version": "1.0.0", "private": true, "type": "module" }\n', 'scripted/package.json': fixture('scripted/package.json'),
      'check.js': check, 'one.test.js': "import { test } from 'node:test';\ntest('one', () => {});\n",
    });
    const scripts = writeScripts(world, {
      'plan': plans(task('add', { kind: 'deps', writes }), task('tell', { kind: 'docs', writes: ['docs/**'], needs: ['add'] })),
      // What halted begins anew, as a task of another name.
      'add/write': adds, 'add~2/write': adds, 'tell/write': 'mkdir docs && node check.js > docs/dependencies.md\n',
    });
    first = espalier(world, 'run', plan, '--scripts', scripts, '--json');
    run = Object(JSON.parse(first.stdout)).run;
  });
  after(() => world.remove());

  const layers = (): readonly Layer[] => Object(JSON.parse(espalier(world, 'bake', '--list', '--json').stdout)).layers;
  const kinds = (): readonly string[] => layers().map(({ origin }) => origin.kind).toSorted();

  test('nothing is fetched where nobody has said so, and the fault says what to type', () => {
    assert.equal(first.code, 1, first.stderr);
    assert.match(first.stdout, new RegExp(`nothing was baked of this package-lock\\.json, and this run may fetch nothing\\. .espalier work ${run} --bake. lets it, from registry\\.npmjs\\.org`));
    assert.deepEqual(layers(), []);
  });

  test('once a person has, its gates and their controls have what it locks, installed without a way out', () => {
    assert.equal(espalier(world, 'retry', run).code, 0);
    const worked = espalier(world, 'work', run, '--bake');
    assert.equal(worked.code, 3, worked.stderr);
    assert.match(worked.stderr, /baking npm of a candidate, from registry\.npmjs\.org/);
    assert.match(worked.stderr, /verify\.\d ended green/);
    assert.deepEqual(kinds(), ['candidate']);
  });

  test('another candidate with the very same lockfile does not get it', () => {
    const scripts = writeScripts(world, { 'plan': plans(task('other', { kind: 'deps', writes: [...writes, 'scripted/package.json'] })), 'other/write': `${adds}sed -i 's/1.0.0/1.0.1/' scripted/package.json\n` });
    const other = espalier(world, 'run', plan, '--scripts', scripts);
    assert.equal(other.code, 1, other.stderr);
    assert.match(other.stdout + other.stderr, /nothing was baked of this package-lock\.json/);
    assert.deepEqual(kinds(), ['candidate']);
  });

  test('it lands by that layer, which from then on is the base\'s: for gates, and for who works on the files', () => {
    const { inbox } = Object(JSON.parse(espalier(world, 'inbox', run, '--json').stdout));
    const approved = espalier(world, 'answer', run, 'q1', 'approved', '--shows', inbox[0].shows);
    assert.equal(approved.code, 0, approved.stderr);
    const worked = espalier(world, 'work', run);
    assert.equal(worked.code, 0, worked.stderr);
    assert.equal(world.git('show', `refs/espalier/${run}/tip:docs/dependencies.md`), 'some');
    assert.deepEqual(kinds(), ['base', 'candidate']);
    assert.equal(new Set(layers().map(({ digest }) => digest)).size, 1, 'it was baked once');
  });
});
