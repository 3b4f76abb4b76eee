/** Few tasks, as quick as can be: tests and their code, and a text that is red at first. */

import { fileURLToPath } from 'node:url';
import type { TaskSpec } from '../../../src/kernel/ir.ts';
import type { Scene } from './kept-world.ts';

const task = (id: string, more: Pick<TaskSpec, 'kind' | 'writes'> & Partial<TaskSpec>): TaskSpec => (
  { id, title: `The task ${id}`, spec: `What ${id} is to be.`, needs: [], ...more });

export const fewTasks: readonly TaskSpec[] = [
  task('one-test', { kind: 'test', writes: ['test/one.test.js'], unit: 'one' }), task('one', { kind: 'code', writes: ['src/one.js'], unit: 'one' }),
  task('guide', { kind: 'docs', writes: ['docs/guide.md'] }),
];

const write = (path: string, text: string): string => `mkdir -p "$(dirname ${path})"\ncat > ${path} <<'END'\n${text}END\n`;
/** A line of it is a command: the runner below is a shell's. */
const testOf = (name: string, value: string): string => `//: grep -q '${value}' src/${name}.js\n`;

export const fewScene: Scene = {
  plan: fileURLToPath(new URL('../fixtures/few/main.esp', import.meta.url)),
  files: {
    'package.json': '{ "type": "module" }\n', 'src/base.js': "export const base = 'base';\n", 'test/base.test.js': testOf('base', 'base'),
    'scripts/static.sh': 'if grep -qr BROKEN src docs; then echo "BROKEN is there"; exit 1; fi\n',
    'scripts/unit.sh': 'for file in test/*.test.js; do\n  if grep -q "^;throw " "$file"; then echo "$file: it throws"; exit 1; fi\n  sed -n "s|^//: ||p" "$file" | sh -e || { echo "$file: it failed"; exit 1; }\ndone\n',
  },
  scripts: {
    'plan': `cat > "$ESPALIER_RESULT" <<'END'\n${JSON.stringify({ word: 'ok', tasks: fewTasks })}\nEND\n`,
    'one-test/write': write('test/one.test.js', testOf('one', 'first')),
    'one/write': write('src/one.js', "export const one = 'first';\n"),
    'guide/write.1': write('docs/guide.md', '# BROKEN\n'),
    'guide/write': write('docs/guide.md', '# Guide\n'),
  },
  free: [],
};
