/** The world of twelve tasks: a repository, the plan that is returned, and what each script plays. */

import { fileURLToPath } from 'node:url';
import type { TaskSpec } from '../../src/kernel/ir.ts';
import { makeRepository, type MadeRepository } from './made-repository.ts';
import { writeScripts } from './write-scripts.ts';

export const twelvePlan: string = fileURLToPath(new URL('fixtures/twelve/main.esp', import.meta.url));

const module = (name: string, value: string): string => `export const ${name} = () => ${value};\n`;
const testOf = (name: string, value: string): string => `import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { ${name} } from '../src/${name}.js';\ntest('${name}', () => assert.equal(${name}(), ${value}));\n`;

export const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }\n',
  'src/base.js': module('base', '0'), 'test/base.test.js': testOf('base', '0'),
  'src/store.js': "export const caption = 'store';\n", 'src/dates.js': "export const dates = 'dates';\n",
  'README.md': '# Twelve\n',
  // Green for each of two, and red for both together; and red for what says so.
  'scripts/static.sh': 'if grep -qr BROKEN src; then echo "src: BROKEN is there"; exit 1; fi\nif [ "$(cat src/north.js src/south.js 2>/dev/null | grep -c same-port)" = 2 ]; then echo "src: one port is taken by two"; exit 1; fi\n',
};

const task = (id: string, more: Pick<TaskSpec, 'kind' | 'writes'> & Partial<TaskSpec>): TaskSpec => (
  { id, title: `The task ${id}`, spec: `What ${id} is to be.`, needs: [], ...more });

export const tasks: readonly TaskSpec[] = [
  task('north', { kind: 'code', writes: ['src/north.js'], judgedBy: ['test/base.test.js'] }),
  task('south', { kind: 'code', writes: ['src/south.js'], judgedBy: ['test/base.test.js'] }),
  task('one-test', { kind: 'test', writes: ['test/one.test.js'], unit: 'one' }), task('one', { kind: 'code', writes: ['src/one.js'], unit: 'one' }),
  task('two-test', { kind: 'test', writes: ['test/two.test.js'], unit: 'two' }), task('two', { kind: 'code', writes: ['src/two.js'], unit: 'two' }),
  task('store', { kind: 'refactor', writes: ['src/store.js'] }), task('dates', { kind: 'refactor', writes: ['src/dates.js'] }),
  task('readme', { kind: 'docs', writes: ['README.md'] }),
  task('guide', { kind: 'docs', writes: ['docs/guide.md'], needs: ['one'] }), task('late', { kind: 'refactor', writes: ['src/late.js'], needs: ['store'] }), task('notes', { kind: 'docs', writes: ['docs/notes.md'], needs: ['south'] }),
];

const write = (path: string, text: string): string => `mkdir -p "$(dirname ${path})"\ncat > ${path} <<'END'\n${text}END\n`;

/** By what is looked for: `TASK/STEP.ATTEMPT`, `TASK/STEP` or `STEP`. */
export const scripts: Readonly<Record<string, string>> = {
  'plan': `cat > "$ESPALIER_RESULT" <<'END'\n${JSON.stringify({ word: 'ok', tasks })}\nEND\n`,
  // It has to have been shown what it judges.
  'review': `grep -q '^diff --git ' "$ESPALIER_PROMPT" || exit 1\necho '{"word": "approve"}' > "$ESPALIER_RESULT"\n`,
  // Green alone, red together: whichever comes second is sent back from the landing.
  'north/write.1': write('src/north.js', `${module('north', '1')}// same-port\n`),
  'north/write': write('src/north.js', `${module('north', '2')}// another port\n`),
  'south/write.1': write('src/south.js', `${module('south', '1')}// same-port\n`),
  'south/write': write('src/south.js', `${module('south', '2')}// another port\n`),
  'one-test/write': write('test/one.test.js', testOf('one', '1')),
  // Outside its allowlist.
  'one/write.1': write('src/one.js', module('one', '1')) + write('src/elsewhere.js', module('elsewhere', '1')),
  'one/write': write('src/one.js', module('one', '1')),
  'two-test/write': write('test/two.test.js', testOf('two', '2')),
  // Its own tests, which it was even promised.
  'two/write.1': `${write('src/two.js', module('two', '1'))}sed -i 's/, 2)/, 1)/' test/two.test.js\n`,
  'two/write': write('src/two.js', module('two', '2')),
  // Nothing at all, and exit code 0.
  'store/write.1': 'true\n',
  'store/write': write('src/store.js', "export const title = 'store';\n"),
  // Red, then green.
  'dates/write.1': write('src/dates.js', "export const dates = 'BROKEN';\n"),
  'dates/write': write('src/dates.js', "export const dates = 'one place';\n"),
  'readme/write': "echo 'It counts.' >> README.md\n",
  'guide/write': 'mkdir -p docs\ncp "$ESPALIER_VALUES/needs" docs/guide.md\n', 'late/write': write('src/late.js', module('late', '3')), 'notes/write': write('docs/notes.md', '# Notes\n'),
};

/** What is at the end whatever happens between, but for the ports of north and south: which of the two is first is nobody's choice. */
export const finalFiles: Readonly<Record<string, string>> = {
  ...files, 'README.md': '# Twelve\nIt counts.\n',
  'src/one.js': module('one', '1'), 'src/two.js': module('two', '2'), 'src/late.js': module('late', '3'), 'src/store.js': "export const title = 'store';\n", 'src/dates.js': "export const dates = 'one place';\n",
  'test/one.test.js': testOf('one', '1'), 'test/two.test.js': testOf('two', '2'), 'docs/guide.md': '## The task one (one)\n### src/one.js\nexport const one = () => …;\n', 'docs/notes.md': '# Notes\n',
};
export const free: readonly string[] = ['src/north.js', 'src/south.js'];

export interface Twelve extends MadeRepository {
  readonly scripts: string;
}

export function makeTwelve(): Twelve {
  const repository = makeRepository(files);
  return { ...repository, scripts: writeScripts(repository, scripts) };
}
