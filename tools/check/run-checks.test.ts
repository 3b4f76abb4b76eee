// The runner itself: what is red stays red, what hangs is ended, and what is printed can be counted.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { allChecks, type Check, isAbsent } from "./checks.ts";
import { countTests } from "./count.ts";
import { ROOT } from "./planted.ts";
import { closingLine, failureText, tableText } from "./report.ts";
import { type CheckRun, runChecks } from "./run-checks.ts";
import { skipLines } from "./skips.ts";

const logs = mkdtempSync(join(tmpdir(), "espalier-checks-"));
after(() => rmSync(logs, { recursive: true, force: true }));

function program(name: string, ...scripts: readonly string[]): Check {
  return { name, commands: scripts.map((script) => ["-e", script]), isTestRun: false };
}

function run(checks: readonly Check[], timeoutMs: number = 60_000): Promise<readonly CheckRun[]> {
  return runChecks(checks, { root: ROOT, logs, atOnce: 2, timeoutMs, onEnd: () => {} });
}

test("a check is green when every command exits with 0, and later commands run all the same", async () => {
  const runs = await run([
    program("good", "console.log('one')", "console.error('two')"),
    program("bad", "process.exit(1)", "console.log('still run')"),
  ]);
  assert.deepEqual(runs.map(({ name, green, output }) => ({ name, green, output })), [
    { name: "good", green: true, output: "one\ntwo\n" },
    { name: "bad", green: false, output: "still run\n" },
  ]);
  assert.equal(closingLine(runs), "1 passed, 1 failed");
  assert.match(failureText(runs[1] ?? assert.fail()), /── bad failed ──\nstill run/);
});

test("a check that hangs is ended with what it started, and says so", async () => {
  const hang = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1)'], { stdio: 'inherit' })";
  const [hung] = await run([program("hangs", hang)], 700);
  assert.equal(hung?.green, false);
  assert.match(hung?.output ?? "", /ended: still running after 0\.7 s/);
});

test("tests are counted from the summary", async () => {
  const runner = (script: string): Check => ({ name: "tests", commands: [["-e", script]], isTestRun: true });
  const summary = "ℹ pass 99\\nnoise\\nℹ tests 5\\nℹ pass 3\\nℹ fail 1\\nℹ cancelled 1\\nℹ skipped 2\\nℹ todo 0\\n";
  const [counted] = await run([runner(`console.log("${summary}"); process.exitCode = 1`)]);
  assert.deepEqual(counted?.count, { passed: 3, failed: 2, skipped: 2 });
});

test("a test run that died before its summary, or exits red after a green one, is a failure", () => {
  assert.deepEqual(countTests("Segmentation fault", true), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(countTests("ℹ pass 3\nℹ fail 0\n", false), { passed: 3, failed: 1, skipped: 0 });
});

test("what was skipped is told with its reason, a line each", async () => {
  const script = `const { test, describe } = require('node:test');
    test('one', { skip: 'there is no jail' }, () => {});
    describe('many', () => { test('two', (t) => t.skip('it is too early')); test('three', { skip: true }, () => {}); test('four', () => {}); });
    console.log('sandbox: skipped: jail as root cannot be run here: no jail');`;
  const file = join(logs, "some.test.cjs");
  writeFileSync(file, script);
  // A run of tests within one is refused by Node, which knows it by this variable.
  const apart = `delete process.env.NODE_TEST_CONTEXT; require('child_process').spawnSync(process.execPath, ['--test', '--test-reporter=spec', ${JSON.stringify(file)}], { stdio: 'inherit' });`;
  const runs = await run([{ name: "tests", commands: [["-e", apart]], isTestRun: true }]);
  assert.deepEqual(skipLines(runs).toSorted(), [
    "skipped tests: jail as root cannot be run here: no jail", "skipped tests: one: there is no jail", "skipped tests: three: it gives no reason", "skipped tests: two: it is too early",
  ]);
  assert.equal(runs[0]?.count.skipped, 3);
});

test("the table names every check, and why one is left out", () => {
  const count = { passed: 12, failed: 0, skipped: 1 };
  const done: CheckRun = { name: "unit", green: true, seconds: 1.25, count, output: "", log: "" };
  const text = tableText([done], [{ name: "search", absent: "no test/search/main.ts" }], 2);
  assert.deepEqual(text.split("\n"), [
    "check        seconds",
    "unit             1.3  ok  12 tests, 1 skipped",
    "search             –  left out: no test/search/main.ts",
    "total            2.0",
  ]);
});

test("every test file of the tree belongs to exactly one check", () => {
  const listed = allChecks(ROOT).flatMap((check) => (isAbsent(check) || !check.isTestRun ? [] : check.commands.flat()));
  const files = listed.filter((argument) => !argument.startsWith("--"));
  assert.deepEqual(files.toSorted(), [...new Set(files)].toSorted());
  assert.ok(files.includes("tools/check/run-checks.test.ts"));
  assert.ok(files.includes("test/package/bin.test.ts"));
});
