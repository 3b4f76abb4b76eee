// Plants one forbidden import for each arrow that does not exist, and one allowed import for each that does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSource } from "../source/source-file.ts";
import { checkRooms } from "./check-rooms.ts";
import { ROOMS } from "./rooms.ts";

function faults(path: string, text: string): readonly string[] {
  return checkRooms([parseSource(path, text)]).map((finding) => finding.message);
}

/** `compose` is a file, the others are folders. */
function fileOf(room: string): string {
  return room === "compose" ? "src/compose.ts" : `src/${room}/a.ts`;
}

function pathFrom(room: string, to: string): string {
  return room === "compose" ? to.replace("src/", "./") : to.replace("src/", "../");
}

for (const [room, rule] of Object.entries(ROOMS)) {
  for (const target of Object.keys(ROOMS)) {
    const isOpen = target === room || rule.rooms.includes(target);
    test(`${room} ${isOpen ? "may" : "may not"} import ${target}`, () => {
      const found = faults(fileOf(room), `import { a } from "${pathFrom(room, fileOf(target))}";`);
      if (isOpen) assert.deepEqual(found, []);
      else assert.match(found.join(), new RegExp(`^${room} may (not|import only)`));
    });
  }
}

const FORMS: Readonly<Record<string, string>> = {
  "a static import": `import { a } from "../host/a.ts";`,
  "an import for effect": `import "../host/a.ts";`,
  "a type import": `import type { A } from "../host/a.ts";`,
  "a re-export": `export { a } from "../host/a.ts";`,
  "a re-export of everything": `export * from "../host/a.ts";`,
  "a dynamic import": `const a = await import("../host/a.ts");`,
  "a type in passing": `type A = import("../host/a.ts").A;`,
  require: `const a = require("../host/a.ts");`,
};

for (const [form, text] of Object.entries(FORMS)) {
  test(`a wall is seen through ${form}`, () => {
    assert.deepEqual(faults("src/kernel/a.ts", text), [
      "kernel may not import host (src/host/a.ts); it may import no other room",
    ]);
  });
}

test("the kernel imports one package and no Node module", () => {
  assert.deepEqual(faults("src/kernel/a.ts", `import { sha256 } from "@noble/hashes/sha2.js";`), []);
  for (const other of ["node:fs", "zod", "@noble/hashes-evil"]) {
    assert.deepEqual(faults("src/kernel/a.ts", `import { a } from "${other}";`), [
      `kernel may not import ${other}; of packages it may import @noble/hashes only`,
    ]);
  }
});

test("the pages take the kernel's types from anywhere, and its values from evolve alone", () => {
  assert.deepEqual(faults("src/web/a.ts", `import type { State } from "../kernel/state.ts";`), []);
  assert.deepEqual(faults("src/web/a.ts", `import { type State } from "../kernel/state.ts";`), []);
  assert.deepEqual(faults("src/web/a.ts", `import { evolve } from "../kernel/evolve.ts";`), []);
  assert.match(faults("src/web/a.ts", `import { decide } from "../kernel/decide.ts";`).join(), /only types/);
});

test("sources import nothing outside src/, no test, no computed path, and not themselves by name", () => {
  assert.match(faults("src/host/a.ts", `import { a } from "../../test/support/a.ts";`).join(), /only what is under src/);
  assert.match(faults("src/host/a.ts", `import { a } from "./b.test.ts";`).join(), /do not import tests/);
  assert.match(faults("src/host/a.ts", "const a = await import(name);").join(), /computed/);
  assert.match(faults("src/host/a.ts", `import { a } from "espalier/kernel/a";`).join(), /own name/);
});

test("a folder that is no room is a finding", () => {
  assert.match(faults("src/helpers/a.ts", "").join(), /src\/helpers is no room/);
});

test("tests may look into any room", () => {
  assert.deepEqual(faults("src/kernel/a.test.ts", `import { a } from "../host/a.ts";`), []);
  assert.deepEqual(faults("test/contracts/a.ts", `import { a } from "../../src/host/a.ts";`), []);
});
