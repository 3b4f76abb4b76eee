/**
 * What tests prove, with real tests in real boxes: a gate that passes whatever the code is, tests that are green without
 * their code, a refactoring that loses a test, and settings of the tests that code wants to change.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TaskSpec } from '../../src/kernel/ir.ts';
import { espalier } from './espalier.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

const plan = fileURLToPath(new URL('fixtures/strength/main.esp', import.meta.url));

const task = (id: string, more: Pick<TaskSpec, 'kind' | 'writes'> & Partial<TaskSpec>): TaskSpec => (
  { id, title: `The task ${id}`, spec: `What ${id} is to be.`, needs: [], ...more });

const tasks: readonly TaskSpec[] = [
  task('tidy', { kind: 'refactor', writes: ['src/cases.js'] }),
  task('one-test', { kind: 'test', writes: ['test/one.test.js'], unit: 'one', needs: ['tidy'] }), task('one', { kind: 'code', writes: ['src/one.js'], unit: 'one', needs: ['tidy'] }),
  task('two-test', { kind: 'test', writes: ['test/two.test.js'], unit: 'two', needs: ['tidy'] }), task('two', { kind: 'code', writes: ['src/two.js'], unit: 'two', needs: ['tidy'] }),
  task('three', { kind: 'code', writes: ['lib/**'], judgedBy: ['test/cases.test.js'], needs: ['tidy'] }),
];

const write = (path: string, text: string): string => `mkdir -p "$(dirname ${path})"\ncat > ${path} <<'END'\n${text}END\n`;
const told = (path: string): string => `printf '%s\\n' "$ESPALIER_GUIDANCE" | sed 's|^|// |' >> ${path}\n`;
/** The code is not there at first: one names it as a whole file, the other only within its test. */
const testOf = (name: string): string => `import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { ${name} } from '../src/${name}.js';\ntest('${name}', () => assert.equal(${name}(), '${name}'));\n`;
const lateTestOf = (name: string): string => `import assert from 'node:assert';\nimport { test } from 'node:test';\ntest('${name}', async () => assert.equal((await import('../src/${name}.js')).${name}(), '${name}'));\n`;
const codeOf = (name: string): string => `export const ${name} = () => '${name}';\n`;

const scripts: Readonly<Record<string, string>> = {
  'plan': `cat > "$ESPALIER_RESULT" <<'END'\n${JSON.stringify({ word: 'ok', tasks })}\nEND\n`,
  'review': `echo '{"word": "approve"}' > "$ESPALIER_RESULT"\n`,
  'tidy/write.1': write('src/cases.js', "export const cases = ['a'];\n"),
  'tidy/write': write('src/cases.js', "export const cases = ['a', 'b'].map(String);\n") + told('src/cases.js'),
  'one-test/write': write('test/one.test.js', testOf('one')),
  'one/write.1': write('src/one.js', `${codeOf('one')}process.exit(0);\n`),
  'one/write': write('src/one.js', codeOf('one')) + told('src/one.js'),
  // It judges nothing: green without its code.
  'two-test/write.1': write('test/two.test.js', "import { test } from 'node:test';\ntest('two', () => {});\n"),
  'two-test/write': write('test/two.test.js', lateTestOf('two')) + told('test/two.test.js'),
  // It ends well whatever it is, but not by itself: its test is never heard of.
  'two/write.1': write('src/two.js', "export const two = () => process.exit(0);\n"),
  'two/write': write('src/two.js', codeOf('two')) + told('src/two.js'),
  'three/write.1': write('lib/three.js', codeOf('three')) + write('lib/vitest.config.mjs', 'export default { test: { exclude: ["**"] } };\n'),
  'three/write': write('lib/three.js', codeOf('three')),
};

let world: MadeRepository;
let run = '';
let base = '';
let said = '';

before(() => {
  world = makeRepository({
    'package.json': '{ "type": "module" }\n',
    'src/cases.js': "export const cases = ['a', 'b'];\n",
    'test/cases.test.js': "import { test } from 'node:test';\nimport { cases } from '../src/cases.js';\nfor (const one of cases) test(`case ${one}`, () => {});\n",
  });
  base = world.git('rev-parse', 'HEAD');
  const { code, stdout, stderr } = espalier(world, 'run', plan, '--scripts', writeScripts(world, scripts), '--hands', '2', '--json');
  said = stderr;
  assert.equal(code, 3, `${stderr}\n${stdout}`);
  const view: { readonly run: string } = JSON.parse(stdout);
  run = view.run;
});
after(() => world.remove());

const tip = (): string => `refs/espalier/${run}/tip`;
const show = (path: string): string => world.git('show', `${tip()}:${path}`);
/** The comments in which a second attempt left what it was told of the first. */
const toldIn = (path: string): string => show(path).split('\n').filter((line) => line.startsWith('// ')).join('\n');

test('all of it lands in the end, as it should have been', () => {
  assert.equal(world.git('diff', '--name-only', base, tip()), ['lib/three.js', 'src/cases.js', 'src/one.js', 'src/two.js', 'test/one.test.js', 'test/two.test.js'].join('\n'));
});

test('code that ends the program as it is loaded is found out by the control, and told so', () => {
  assert.match(said, /one\/verify\.1 ended red/);
  assert.match(toldIn('src/one.js'), /gate unit: it stays green with a test in it that must fail \(E8\): it asserts nothing/);
});

test('code that ends the program within its test is missed by name', () => {
  assert.match(said, /two\/verify\.1 ended red/);
  assert.match(toldIn('src/two.js'), /of the tests that must pass these did not \(E8\): `test\/two\.test\.js › test › two`/);
});

test('tests that are green without their code are refused', () => {
  assert.match(said, /two-test\/prove\.1 ended green/);
  assert.match(said, /two-test\/land\.1 ended refused/);
  assert.match(toldIn('test/two.test.js'), /T8/);
});

test('a refactoring that loses a test is red, although its gate exits with 0', () => {
  assert.match(said, /tidy\/verify\.1 ended red/);
  assert.match(toldIn('src/cases.js'), /these did not \(E8\): `test\/cases\.test\.js › test › case b`/);
});

test('code changes no settings of the tests, where nothing is said of them', () => {
  assert.match(said, /E2: `lib\/vitest\.config\.mjs`/);
});

test('what landed is red without its code, and green with it', () => {
  const tests = (paths: readonly string[]): number | null => {
    const directory = join(world.beside, `revert-${paths.length}`);
    mkdirSync(directory);
    world.git('--work-tree', directory, 'checkout', tip(), '--', '.');
    world.git('reset', '-q');
    for (const path of paths) rmSync(join(directory, path));
    return spawnSync(process.execPath, ['--test', 'test/one.test.js', 'test/two.test.js'], { cwd: directory, env: { PATH: process.env['PATH'] ?? '' } }).status;
  };
  assert.equal(tests([]), 0);
  assert.equal(tests(['src/one.js']), 1);
  assert.equal(tests(['src/one.js', 'src/two.js']), 1);
});

test('the reports of a gate lie in nobody\'s tree', () => {
  assert.equal(world.git('ls-tree', '-r', '--name-only', tip(), 'reports'), '');
  assert.equal(world.git('status', '--porcelain'), '');
});
