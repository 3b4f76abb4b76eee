// A tool that is given what it does not know must say so and fail: what runs nothing finds nothing wrong.
import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { toolOptions, usage } from "./tool-options.ts";

const known = { seeds: 1, from: 0, bug: "text" } as const;

test("options are read, and the last of two counts", () => {
  deepEqual(toolOptions([], known), { values: {} });
  deepEqual(toolOptions(["--seeds", "3", "--bug=all", "--seeds", "4"], known), { values: { seeds: "4", bug: "all" } });
});

test("what may be said is told", () => {
  equal(usage(known), "Options, each with a default:\n  --seeds N    a whole number, 1 or more\n  --from N    a whole number, 0 or more\n  --bug NAME");
});

const faults: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [["--seeds", "abc"], /--seeds abc: it needs a whole number, 1 or more/],
  [["--seeds", "0"], /--seeds 0/],
  [["--seeds"], /--seeds : it needs/],
  [["--from", "-1"], /Cannot take --from/],
  [["--bug", ""], /it needs a name/],
  [["--sedes", "3"], /Cannot read sedes: the options are --seeds --from --bug/],
  [["extra"], /Cannot read extra/],
];

for (const [args, says] of faults) {
  test(`${args.join(" ")} is refused`, () => {
    const read = toolOptions(args, known);
    match("fault" in read ? read.fault : "", says);
  });
}

const root = join(import.meta.dirname, "..");
const tools = [
  ["test/search/main.ts", "no-such-world"], ["test/search/main.ts", "--no-such-option"],
  ["test/simulation/main.ts", "--seeds", "many"], ["test/simulation/main.ts", "--bug", "no-such-bug"],
  ["test/scenarios/main.ts", "no-such-part"], ["test/scenarios/main.ts", "--no-such-option"],
  ["bench/main.ts", "no-such-row"], ["tools/fuzz-language.ts", "--inputs", "many"],
] as const;

for (const [file, ...args] of tools) {
  test(`${file} ${args.join(" ")} says what it cannot find, and fails`, () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, file), ...args], { encoding: "utf8" });
    equal(status, 2, stdout);
    match(stderr, /^Cannot .*\n$/);
  });
}
