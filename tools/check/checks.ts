// The checks of `npm test`, in the order in which they start: cheap ones first, so that a slip is seen early, then the
// long ones by their length, so that none is left to run alone at the end.
//
// A check is a command that runs under Node 24 and whose exit code says green or red. One whose files do not exist yet
// is left out, and said to be.
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

export interface Check {
  readonly name: string;
  /** What runs, in turn: arguments of Node each, relative to the checkout. */
  readonly commands: readonly (readonly string[])[];
  /** Counted by its own node:test summary, rather than as one. */
  readonly isTestRun: boolean;
}

const TEST_FLAGS = ["--test", "--test-reporter=spec", "--test-concurrency=1"];
const TSC = "node_modules/typescript/bin/tsc";
const OXLINT = "node_modules/oxlint/bin/oxlint";
const OWN_SUITES = ["!test/scenarios/**", "!test/contracts/**", "!test/fault/**", "!test/package/**", "!test/sandboxes/**", "!test/e2e/**", "!test/crashes/**"];
const NO_TESTS = ["**/fixtures/**", "**/node_modules/**"];

/** Names of every check, whether or not its files exist yet. */
export function allChecks(root: string): readonly (Check | Absent)[] {
  return [
    program("types", root, [[TSC, "-p", "tsconfig.json"], [TSC, "-p", "tsconfig.kernel.json"], [TSC, "-p", "tools"]]),
    program("lint", root, [[OXLINT, "--deny-warnings", "src", "test", "tools", "bench", "bin"]]),
    program("rooms", root, [["tools/check/rooms/main.ts"]]),
    program("tidy", root, [["tools/check/tidy/main.ts"]]),
    // In one process: starting one for each of their files would cost as much as they do.
    together(tests("unit", root, ["src/**/*.test.ts", "tools/**/*.test.{ts,mjs}"])),
    tests("scenarios", root, ["test/scenarios/**/*.test.ts"]),
    tests("other", root, ["test/**/*.test.ts", ...OWN_SUITES]),
    program("simulate", root, [["test/simulation/main.ts", "--steps", "1000000"]]),
    // A run broken off at its points is CI's next suite.
    tests("e2e", root, ["test/e2e/**/*.test.ts", "!test/e2e/crash/**"]),
    tests("contracts", root, ["test/contracts/**/*.test.ts"]),
    program("search", root, [["test/search/main.ts", "--short"]]),
    tests("fault", root, ["test/fault/**/*.test.ts"]),
    program("sandbox", root, [["test/contracts/sandbox-conformance.ts"]]),
    program("examples", root, [["tools/check/examples/main.ts"]]),
    tests("package", root, ["test/package/**/*.test.ts"]),
  ];
}

export interface Absent {
  readonly name: string;
  readonly absent: string;
}

export function isAbsent(check: Check | Absent): check is Absent {
  return "absent" in check;
}

function program(name: string, root: string, commands: readonly (readonly string[])[]): Check | Absent {
  const missing = commands.map(([file = ""]) => file).find((file) => !existsSync(join(root, file)));
  return missing === undefined ? { name, commands, isTestRun: false } : { name, absent: `no ${missing}` };
}

function tests(name: string, root: string, globs: readonly string[]): Check | Absent {
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const exclude = [...NO_TESTS, ...globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1))];
  const files = globSync(wanted, { cwd: root, exclude }).sort();
  if (files.length === 0) return { name, absent: `no ${wanted.join(" or ")}` };
  return { name, commands: [[...TEST_FLAGS, ...files]], isTestRun: true };
}

function together(check: Check | Absent): Check | Absent {
  return isAbsent(check) ? check : { ...check, commands: check.commands.map(([test = "--test", ...more]) => [test, "--test-isolation=none", ...more]) };
}
