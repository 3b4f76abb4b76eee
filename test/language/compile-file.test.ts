/** A plan is the same in each notation, and each notation loads only what it needs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { compileFile, configFile, nobody } from '../../src/compose/compile-file.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const text = `espalier 1
agent coder { use scripted }
gate unit "npm test"
landing [unit]
workflow fix(goal text) {
  step write {
    agent coder  prompt "prompts/write.md"  writes code ["**"]  max 3
    ok -> verify  fail -> write  refused -> write
  }
  step verify { gate unit  green -> land  red -> write }
  step land { land  landed -> end  conflict -> write  red -> write }
}
`;

function inFolder(body: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const directory = new TemporaryDirectory();
    try {
      mkdirSync(join(directory.path, 'prompts'));
      writeFileSync(join(directory.path, 'prompts', 'write.md'), 'Do {{ goal }}. {{ guidance }}\n');
      writeFileSync(join(directory.path, 'fix.esp'), text);
      await body(directory.path);
    } finally {
      directory.remove();
    }
  };
}

test('a plan printed as JSON and as YAML is the same plan, with the same checks', inFolder(async (folder) => {
  const { ir, findings } = await compileFile(join(folder, 'fix.esp'), nobody);
  assert.deepEqual(findings, []);
  writeFileSync(join(folder, 'fix.json'), JSON.stringify(ir));
  writeFileSync(join(folder, 'fix.yaml'), stringify(ir, { aliasDuplicateObjects: false }));
  for (const name of ['fix.json', 'fix.yaml']) {
    const other = await compileFile(join(folder, name), nobody);
    assert.deepEqual(other.findings, []);
    assert.deepEqual(other.ir, ir);
  }
  writeFileSync(join(folder, 'prompts', 'write.md'), 'Do {{ gaol }}\n');
  for (const name of ['fix.esp', 'fix.json', 'fix.yaml']) {
    const { findings: found } = await compileFile(join(folder, name), nobody);
    assert.deepEqual(found.map(({ kind, file, span }) => [kind, file, span.start]), [
      ['unknown-variable', join(folder, 'prompts', 'write.md'), 3],
    ]);
  }
}));

test('the configuration is found by the XDG rules', () => {
  assert.equal(configFile({ configHome: '/etc/mine', home: '/home/ann' }), '/etc/mine/espalier/config.esp');
  assert.equal(configFile({ configHome: 'relative', home: '/home/ann' }), '/home/ann/.config/espalier/config.esp');
  assert.equal(configFile({ configHome: undefined, home: '' }), null);
});

test('neither zod nor yaml is loaded for an .esp file', inFolder(async (folder) => {
  const source = join(import.meta.dirname, '../../src/compose/compile-file.ts');
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    const { compileFile, nobody } = await import(${JSON.stringify(source)});
    const { ir } = await compileFile(${JSON.stringify(join(folder, 'fix.esp'))}, nobody);
    console.log(ir !== null, seen.filter((url) => /node_modules\\/(zod|yaml)\\//.test(url)).length);
  `;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  assert.equal(printed, 'true 0\n');
}));
