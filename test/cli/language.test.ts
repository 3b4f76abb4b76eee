/** The verbs about texts: what they print of a sound workflow, of a broken one, and of what is none. */

import { deepEqual, equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { planSchema } from '../../src/language/notation/plan-schema.ts';
import { espalier, root, told } from './program.ts';
import { errorReference } from '../../tools/error-reference.ts';
import { matches } from './snapshot.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const at = (name: string): string => join(directory.path, name);

const good = `espalier 1

agent coder { use scripted }

workflow fix(goal text) {
  step look {
    agent coder  prompt "prompts/look.md"  max 3
    ok -> tell  fail -> halt
  }
  step tell {
    ask "Good enough?"
    yes -> end  no -> look
  }
}
`;
mkdirSync(at('prompts'));
writeFileSync(at('prompts/look.md'), 'Look at {{ goal }}. {{ guidance }}\n');
writeFileSync(at('fix.esp'), good);
writeFileSync(at('broken.esp'), good.replace('coder  prompt', 'codr  promt').replace('yes -> end', 'yes -> ende'));
writeFileSync(at('wishes.esp'), good.replace('workflow', 'sandbox box { use bubblewrap  memory 4G }\n\nworkflow'));
writeFileSync(at('untidy.esp'), good.replaceAll('\n  ', '\r\n\t').replace('{ use', '{use'));
mkdirSync(at('below/parts'), { recursive: true });
mkdirSync(at('below/.hidden'));
mkdirSync(at('empty'));
writeFileSync(at('below/whole.esp'), 'espalier 1\ninclude "parts/part.esp"\nworkflow whole { step one { call part ok -> end } }\n');
writeFileSync(at('below/parts/part.esp'), 'espalier 1\nworkflow part { step pause { wait 1m  ok -> end } }\n');
writeFileSync(at('below/.hidden/other.esp'), 'nothing of this is looked at');
writeFileSync(at('below/whole.rehearsal'), 'workflow whole.esp\nrehearsal "it only waits"\nexpect complete\n');
writeFileSync(at('broken.json'), '{ "espalier": 1, "surprise": true }');
writeFileSync(at('broken.yaml'), 'espalier: 1\nroot: *fix\n');

test('language', () => {
  const state = directory.path;
  const commands = [
    ['check', at('fix.esp')], ['check', at('fix.esp'), '--json'],
    ['check', at('broken.esp')], ['check', at('broken.esp'), '--json'],
    ['check', at('broken.json'), at('broken.yaml'), at('missing.esp')], ['compile', state],
    ['check', at('below')], ['test', at('below')], ['fmt', at('below')], ['check', at('empty')], ['fmt', at('empty'), at('fix.esp')],
    ['check', at('wishes.esp')], ['compile', at('wishes.esp')], ['compile', at('broken.esp')],
    ['check'],
    ['explain', 'ESP106'], ['explain', 'unknown-step', '--json'], ['explain', 'ESP999'], ['explain', 'unknown-stp'],
    ['fmt', at('untidy.esp'), '--check'], ['fmt', at('untidy.esp'), at('fix.esp')], ['fmt', at('untidy.esp'), '--check', '--json'],
    ['fmt', at('broken.esp')], ['fmt', at('missing.esp')], ['fmt', at('broken.json')], ['completion', 'tcsh'],
    ['graph', at('fix.esp')], ['graph', at('fix.esp'), '--format', 'dot'], ['graph', at('fix.esp'), '--json'],
    ['graph', at('fix.esp'), '--format', 'svgg'], ['graph', at('broken.json')],
  ];
  matches('test/cli/snapshots/language.txt', commands.map((args) => told(args, { state })).join(''));
});

test('docs/plan.schema.json is the schema that plans are read by', () => {
  matches('docs/plan.schema.json', `${JSON.stringify(planSchema(), null, 2)}\n`);
  deepEqual(JSON.parse(espalier(['schema'], { state: directory.path }).stdout), planSchema());
});

test('docs/errors.md is what the catalogue says', () => matches('docs/errors.md', errorReference()));

test('standard input is laid out to standard output', () => {
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'bin/espalier.cjs'), 'fmt', '-'], {
    encoding: 'utf8', input: good.replaceAll('\n  ', '\n'), env: { HOME: directory.path },
  });
  deepEqual([stdout, status], [good, 0]);
});

/** The packages and parts of ours that a command loads, as Node itself tells. */
function loadedBy(args: readonly string[]): readonly string[] {
  const probe = `const { registerHooks } = require('node:module'); registerHooks({ load(url, context, next) { process.stderr.write('\\n@' + url + '@'); return next(url, context); } });`;
  writeFileSync(at('probe.cjs'), probe);
  const { stderr } = spawnSync(process.execPath, ['--require', at('probe.cjs'), join(root, 'bin/espalier.cjs'), ...args], {
    encoding: 'utf8', env: { HOME: directory.path },
  });
  return [...stderr.matchAll(/@([^@\n]+(?:@[^@\n]+)*)@/g)].map(([, url = '']) => url);
}

test('a check of an .esp file loads nothing that it does not need', () => {
  const urls = loadedBy(['check', at('fix.esp')]);
  equal(urls.some((url) => url.endsWith('/language/compile/compile.ts')), true);
  deepEqual(urls.filter((url) => /node_modules\/(zod|yaml|@dagrejs)|notation\/|catalogue\/|\/journal\/(?!state-directory)|\/host\/|\/sandbox\/(?!proof)/.test(url)), []);
});

test('a plan in JSON loads no YAML', () => {
  deepEqual(loadedBy(['check', at('broken.json')]).filter((url) => /node_modules\/(yaml|@dagrejs)/.test(url)), []);
});
