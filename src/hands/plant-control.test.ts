import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { plantControl } from './plant-control.ts';

type Files = Readonly<Record<string, string>>;

/** Runs a real runner over these files, with the control in one of them or without. Whether it is green. */
function isGreen(files: Files, command: readonly string[], planted: string | null): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-control-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), path === planted ? plantControl(path, text) ?? '' : text);
    }
    const [program = '', ...args] = command;
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, error } = spawnSync(program, args, { cwd: directory, env });
    assert.equal(error, undefined);
    return status === 0;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Runner {
  readonly name: string;
  readonly command: readonly string[];
  readonly file: string;
  readonly honest: Files;
  /** The same with code that ends the program as it is loaded. */
  readonly cheating: Files;
}

const jsTest = "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { one } from '../one.mjs';\ntest('one', () => assert.equal(one(), 1));\n";
const pyTest = 'import unittest\nfrom one import one\n\nclass One(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(one(), 1)\n\nif __name__ == "__main__":\n    unittest.main()\n';

const runners: readonly Runner[] = [
  {
    name: 'node --test', command: [process.execPath, '--test', 'test/one.test.mjs'], file: 'test/one.test.mjs',
    honest: { 'one.mjs': 'export const one = () => 1;\n', 'test/one.test.mjs': jsTest },
    cheating: { 'one.mjs': 'process.exit(0);\nexport const one = () => 2;\n', 'test/one.test.mjs': jsTest },
  },
  {
    name: 'python3 -m unittest', command: ['python3', '-m', 'unittest', 'test_one'], file: 'test_one.py',
    honest: { 'one.py': 'def one():\n    return 1\n', 'test_one.py': pyTest },
    cheating: { 'one.py': 'import os\nos._exit(0)\n', 'test_one.py': pyTest },
  },
  { name: 'python3 FILE', command: ['python3', 'test_one.py'], file: 'test_one.py', honest: { 'one.py': 'def one():\n    return 1\n', 'test_one.py': pyTest }, cheating: { 'one.py': 'import os\nos._exit(0)\n', 'test_one.py': pyTest } },
];

for (const { name, command, file, honest, cheating } of runners) {
  const missing = spawnSync(command[0] ?? '', ['--version']).error === undefined ? undefined : `there is no ${command[0] ?? ''} here`;
  test(`a control turns ${name} red, and does not where the code ends the program by itself`, missing === undefined ? {} : { skip: missing }, () => {
    assert.equal(isGreen(honest, command, null), true);
    assert.equal(isGreen(honest, command, file), false);
    assert.equal(isGreen(cheating, command, null), true, 'the cheat is green by itself');
    assert.equal(isGreen(cheating, command, file), true, 'and stays so with the control, by which it is found');
  });
}

test('Go gets one more test where the file has any', () => {
  assert.match(plantControl('one_test.go', 'package one\n\nimport "testing"\n') ?? '', /\nfunc TestControlPlantedByTheHost\(t \*testing\.T\) \{ t\.Fatal\(/);
});

test('a Java class gets one more test of its own framework', () => {
  assert.match(plantControl('src/test/java/OneTest.java', 'import org.junit.jupiter.api.Test;\nclass OneTest {\n}\n') ?? '', /@org\.junit\.jupiter\.api\.Test void controlPlantedByTheHost\(\) .*\n}\n$/);
  assert.match(plantControl('OneTest.java', 'import org.junit.Test;\npublic class OneTest {}') ?? '', /@org\.junit\.Test public void/);
});

test('a language that is not known takes no control, nor does what only looks like tests', () => {
  for (const [path, text] of [['test/one.exs', 'x'], ['one_test.go', 'package one'], ['One.java', 'class One {}'], ['notes.txt', '']] as const) assert.equal(plantControl(path, text), null, path);
});

test('what tests share is no test: no control is planted in it', () => {
  for (const path of ['conftest.py', 'tests/conftest.py']) assert.equal(plantControl(path, 'import pytest\n'), null);
  assert.notEqual(plantControl('tests/test_conftest.py', 'import pytest\n'), null);
});
