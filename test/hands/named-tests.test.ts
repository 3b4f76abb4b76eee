/**
 * Real runners on a made project, without its code and with it: whatever is named as failed without the code is named as
 * passed with it, or nothing at all is named. Otherwise no code could ever turn its tests green (T8, E8).
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gateTests, type GateTests } from '../../src/hands/gate-tests.ts';
import { KeptOutput } from '../../src/hands/kept-output.ts';
import type { GateDecl } from '../../src/kernel/ir.ts';

const made: string[] = [];
after(() => made.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

interface Ran extends GateTests {
  readonly exit: number;
}

/** Report files are handed over as a box would. */
function ran(files: Readonly<Record<string, string>>, command: readonly string[], report?: string): Ran {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-named-'));
  made.push(directory);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const [program = '', ...rest] = command;
  const { stdout, stderr, status } = spawnSync(program, rest, { cwd: directory, env: { PATH: process.env['PATH'] ?? '', HOME: directory, PYTHONDONTWRITEBYTECODE: '1' } });
  const output = new KeptOutput();
  output.push('stdout', stdout);
  output.push('stderr', stderr);
  const gate: GateDecl = { name: 'unit', command: 'x', role: 'tests', ...(report === undefined ? {} : { reports: [report] }) };
  const text = report === undefined ? '' : readFileSync(join(directory, report), 'utf8').replaceAll(`${directory}/`, '/work/');
  const returned = new Map<string, Uint8Array>(report === undefined ? [] : [[`/work/${report}`, Buffer.from(text)]]);
  return { exit: status ?? -1, ...gateTests(gate, { outcome: { kind: 'exit', code: status ?? -1 }, output, returned }, new Set()) };
}

const head = "import { test, describe, it, before } from 'node:test';\nimport assert from 'node:assert';\nimport * as code from '../src/code.js';\n";
/** Tests that are red without `code.value` in as many ways. */
const ways: Readonly<Record<string, string>> = {
  'a test': `${head}test('value', () => assert.equal(code.value, 7));\n`,
  'a test in a suite': `${head}describe('suite', () => { it('has it', () => assert.equal(code.value, 7)); it('is', () => {}); });\n`,
  'an import': "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { value } from '../src/code.js';\ntest('value', () => assert.equal(value, 7));\n",
  'the body of a suite': `${head}describe('suite', () => { const text = code.value.toString(); it('reads', () => assert.equal(text, '7')); });\n`,
  'the body of an inner suite': `${head}describe('outer', () => { it('other', () => {}); describe('inner', () => { const text = code.value.toString(); it('reads', () => assert.equal(text, '7')); }); });\n`,
  'a hook': `${head}describe('suite', () => { before(() => code.value.toString()); it('x', () => {}); });\n`,
  'a test before its own tests': `${head}test('parent', async (t) => { const text = code.value.toString(); await t.test('child', () => assert.equal(text, '7')); });\n`,
  'a test after its own tests': `${head}test('parent', async (t) => { await t.test('child', () => {}); code.value.toString(); });\n`,
};
const without = { 'package.json': '{ "type": "module" }', 'src/code.js': 'export const other = 1;\n', 'test/other.test.js': "import { test } from 'node:test';\ntest('other', () => {});\n" };
const withCode = { ...without, 'src/code.js': 'export const value = 7;\n' };

const reporters: readonly (readonly [string, readonly string[], string?])[] = [['spec', []], ['tap', ['--test-reporter=tap']], ['junit', ['--test-reporter=junit', '--test-reporter-destination=out.xml'], 'out.xml']];

for (const [name, more, report] of reporters) {
  for (const [way, text] of Object.entries(ways)) {
    test(`node:test, ${name}: red by ${way}, then green`, () => {
      const command = [process.execPath, '--test', ...more, 'test/*.test.js'];
      const red = ran({ ...without, 'test/value.test.js': text }, command, report);
      const green = ran({ ...withCode, 'test/value.test.js': text }, command, report);
      assert.deepEqual([red.exit, green.exit], [1, 0]);
      assert.ok(green.tests !== undefined && green.tests.passed.length > 1, 'a green run names its tests');
      assert.deepEqual(green.tests.failed, []);
      for (const id of red.tests?.failed ?? []) assert.ok(green.tests.passed.includes(id), `${id} is not among ${green.tests.passed.join(', ')}`);
      if (way === 'a test' || way === 'a test in a suite') assert.equal(red.tests?.failed.length, 1, 'a test that fails by itself is named');
      if (way === 'an import') assert.equal(red.tests, undefined, 'a file that failed as a whole is no test');
    });
  }
}

test('code that ends the program as it is loaded leaves no name of a test', () => {
  const text = ways['a test'] ?? '';
  const { exit, tests } = ran({ ...withCode, 'src/code.js': 'process.exit(0);\n', 'test/value.test.js': text }, [process.execPath, '--test', 'test/*.test.js']);
  assert.equal(exit, 0);
  assert.deepEqual(tests?.passed, ['other']);
});

const python = { 'code_under.py': 'other = 1\n', 'test_other.py': 'def test_other():\n    pass\n' };
const pythonTests: Readonly<Record<string, string>> = {
  'a test': 'import code_under\ndef test_value():\n    assert code_under.value == 7\n',
  'an import': 'from code_under import value\ndef test_value():\n    assert value == 7\n',
  'a fixture': 'import pytest\nimport code_under\n@pytest.fixture\ndef it():\n    return code_under.value\ndef test_value(it):\n    assert it == 7\n',
};
const pytests: readonly (readonly [string, readonly string[], string?])[] = [['-v', ['-v']], ['plain', []], ['junit', ['-q', '--junitxml=out.xml'], 'out.xml']];
const hasPytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;

for (const [name, more, report] of pytests) {
  for (const [way, text] of Object.entries(pythonTests)) {
    test(`pytest, ${name}: red by ${way}, then green`, { skip: hasPytest ? false : 'there is no pytest here' }, () => {
      const command = ['python3', '-m', 'pytest', '-p', 'no:cacheprovider', ...more];
      const red = ran({ ...python, 'test_value.py': text }, command, report);
      const green = ran({ ...python, 'code_under.py': 'value = 7\n', 'test_value.py': text }, command, report);
      assert.notEqual(red.exit, 0);
      assert.equal(green.exit, 0);
      if (name === '-v') assert.deepEqual(green.tests?.passed, ['test_other.py › test_other', 'test_value.py › test_value']);
      if (name === 'plain') assert.deepEqual([red.tests, green.tests], [undefined, undefined], 'what names only its failures is not asked');
      for (const id of red.tests?.failed ?? []) assert.ok(green.tests?.passed.includes(id), `${id} is not among ${green.tests?.passed.join(', ') ?? 'none'}`);
      if (way === 'an import') assert.equal(red.tests, undefined);
    });
  }
}
