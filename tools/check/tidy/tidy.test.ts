// Plants one violation of each tidy rule, and one honest neighbour that must pass.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSource } from "../source/source-file.ts";
import { checkTidy, RULES } from "./check-tidy.ts";

interface Planting {
  readonly rule: string;
  readonly path?: string;
  readonly bad: string;
  /** The text, or the path, that is right. */
  readonly good?: string;
  readonly goodPath?: string;
  readonly says: RegExp;
}

const PURPOSE = "// What it is for.\n";
const TEST_PATH = "test/fault/a.test.ts";

const PLANTED: readonly Planting[] = [
  { rule: "purpose-first", bad: "const a = 1;\n// late", good: "#!/usr/bin/env node\n// Early.\nconst a = 1;", says: /comment/ },
  { rule: "file-name", path: "src/host/utils.ts", goodPath: "src/host/lease-clock.ts", bad: PURPOSE, says: /main export/ },
  { rule: "file-name", path: "src/host/index.ts", goodPath: "src/host/host.ts", bad: PURPOSE, says: /main export/ },
  { rule: "no-barrel", bad: `${PURPOSE}export * from "./b.ts";\nexport { c } from "./c.ts";`, good: `${PURPOSE}export const a = 1;`, says: /re-exports/ },
  { rule: "no-forced-cast", bad: `${PURPOSE}const a = b as unknown as C;`, good: `${PURPOSE}const a = b as const;`, says: /schema/ },
  { rule: "no-forced-cast", bad: `${PURPOSE}const a = b as object as C;`, good: `${PURPOSE}const a = [] as string[];`, says: /schema/ },
  { rule: "no-sleep-in-tests", path: TEST_PATH, bad: `${PURPOSE}setTimeout(a, 1);`, good: `${PURPOSE}clearTimeout(a);`, says: /virtual clock/ },
  { rule: "no-sleep-in-tests", path: TEST_PATH, bad: `${PURPOSE}Atomics.wait(a, 0, 0, 5);`, good: `${PURPOSE}Atomics.load(a, 0);`, says: /event/ },
  {
    rule: "no-sleep-in-tests",
    path: TEST_PATH,
    bad: `${PURPOSE}// tidy: allow no-sleep-in-tests:\nsetTimeout(a, 1);`,
    good: `${PURPOSE}// tidy: allow no-sleep-in-tests: kills a child that hangs\nsetTimeout(a, 1);`,
    says: /event/,
  },
  { rule: "no-silent-skip", path: TEST_PATH, bad: `${PURPOSE}test.skip("a", b);`, good: `${PURPOSE}test("a", b);`, says: /reason/ },
  { rule: "no-silent-skip", path: TEST_PATH, bad: `${PURPOSE}test.only("a", b);`, good: `${PURPOSE}t.skip("no disk quota here");`, says: /only/ },
  { rule: "no-silent-skip", path: TEST_PATH, bad: `${PURPOSE}test("a", { skip: true }, b);`, good: `${PURPOSE}test("a", { skip: "no tmpfs" }, b);`, says: /reason/ },
  { rule: "no-silent-skip", path: TEST_PATH, bad: `${PURPOSE}test("a", { only: true }, b);`, good: `${PURPOSE}test("a", { timeout: 1 }, b);`, says: /only/ },
  { rule: "glossary", bad: `${PURPOSE}function runPipeline() {}`, good: `${PURPOSE}function startRun() {}`, says: /«pipeline».*write run/ },
  { rule: "glossary", path: "src/host/worker-pool.ts", goodPath: "src/host/hand-pool.ts", bad: PURPOSE, says: /«worker».*write hand/ },
  { rule: "glossary", bad: `${PURPOSE}const a = { tickets: 1 };`, good: `${PURPOSE}const a = { tasks: "tickets" };`, says: /«ticket».*write task/ },
  { rule: "kernel-is-pure", path: "src/kernel/a.ts", goodPath: "src/kernel/a.test.ts", bad: `${PURPOSE}Date.now();`, says: /time arrives/ },
];

function findings(path: string, text: string, rule: string): readonly string[] {
  const found = checkTidy([parseSource(path, text)]);
  return found.filter((finding) => finding.rule === rule).map((finding) => finding.message);
}

PLANTED.forEach((planting, i) => {
  const { rule, path = "src/host/a.ts", bad, says } = planting;
  test(`${rule} finds what is planted (${i})`, () => assert.match(findings(path, bad, rule).join(), says));
  test(`${rule} leaves its honest neighbour alone (${i})`, () => {
    assert.deepEqual(findings(planting.goodPath ?? path, planting.good ?? bad, rule), []);
  });
});

test("every rule has a planted violation", () => {
  assert.deepEqual([...new Set(PLANTED.map((one) => one.rule))].sort(), RULES.map((rule) => rule.name).sort());
});
