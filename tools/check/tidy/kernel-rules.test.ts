// Plants each thing that the kernel must not use and runs the real checker over all of them at once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Planted, plant, runNode } from "../planted.ts";

/** What is planted → how the finding begins. */
const BANNED: Readonly<Record<string, string>> = {
  "Date.now();": "Date: time arrives",
  "let a: Date;": "Date: time arrives",
  "performance.now();": "performance: time arrives",
  "Temporal.Now.instant();": "Temporal: time arrives",
  "Math.random();": "Math.random: ids and randomness arrive",
  'Math["random"]();': "Math.random: ids and randomness arrive",
  "const { random } = Math;": "Math as a value",
  "Math.sin(1);": "Math.sin: its last digit",
  "Math[name](1);": "Math.[…]: its last digit",
  "crypto.randomUUID();": "crypto: ids and randomness arrive",
  "async function a() {}": "async: the kernel is synchronous",
  "const a = async () => 1;": "async: the kernel is synchronous",
  "await a;": "await: the kernel is synchronous",
  "for await (const a of b) c(a);": "for await: the kernel is synchronous",
  "let a: Promise<void>;": "Promise: the kernel is synchronous",
  "Promise.resolve(1);": "Promise: the kernel is synchronous",
  'import("./a.ts");': "import(): the kernel is synchronous",
  "setTimeout(a, 1);": "setTimeout: the kernel is synchronous",
  "setInterval(a, 1);": "setInterval: the kernel is synchronous",
  "setImmediate(a);": "setImmediate: the kernel is synchronous",
  "queueMicrotask(a);": "queueMicrotask: the kernel is synchronous",
  "Atomics.wait(a, 0, 0);": "Atomics: the kernel is synchronous",
  "new SharedArrayBuffer(1);": "SharedArrayBuffer: the kernel is synchronous",
  "new WeakRef(a);": "WeakRef: the kernel is synchronous",
  "new FinalizationRegistry(a);": "FinalizationRegistry: the kernel is synchronous",
  'console.log("a");': "console: the kernel knows no environment",
  "process.cwd();": "process: the kernel knows no environment",
  'fetch("a");': "fetch: the kernel knows no environment",
  'require("a");': "require: the kernel knows no environment",
  'Buffer.from("a");': "Buffer: the kernel knows no environment",
  "import.meta.url;": "import.meta: the kernel knows no environment",
  "new Intl.Collator();": "Intl: its answer depends on the machine's locale data",
  "a.localeCompare(b);": ".localeCompare: its answer depends",
  "a.normalize();": ".normalize: its answer depends",
  "a.toLocaleString();": ".toLocaleString: its answer depends",
  "a.toLocaleLowerCase();": ".toLocaleLowerCase: its answer depends",
  "a.toLocaleUpperCase();": ".toLocaleUpperCase: its answer depends",
  "a.toLocaleDateString();": ".toLocaleDateString: its answer depends",
  "a.toLocaleTimeString();": ".toLocaleTimeString: its answer depends",
  "a(/b/);": "a regular expression: a pattern can take for ever",
  'new RegExp("a");': "RegExp: a pattern can take for ever",
  "a.match(b);": ".match: a pattern can take for ever",
  "a.matchAll(b);": ".matchAll: a pattern can take for ever",
  "a.search(b);": ".search: a pattern can take for ever",
  "globalThis.a;": "globalThis: it reaches",
  'eval("1");': "eval: it reaches",
  'new Function("1");': "Function: it reaches",
};

/** What looks like a banned thing and is not one. */
const ALLOWED = [
  "Math.max(1, Math.floor(a));",
  "const a = { process: 1, match: 2 };",
  "a.process + a.console;",
  "interface A { readonly fetch: number; readonly performance: string }",
  "a.split(b).sort();",
];

let planted: Planted;
let output: string;

before(() => {
  const texts = [...Object.keys(BANNED), ...ALLOWED];
  const files = texts.map((text, i) => [`src/kernel/p${i}.ts`, `// Planted.\n${text}\nexport {};\n`]);
  planted = plant({ ...Object.fromEntries(files), "src/host/p.ts": "// Outside the kernel.\nDate.now();\n" });
  const run = runNode(["tools/check/tidy/main.ts", planted.folder]);
  assert.equal(run.stderr, "");
  assert.equal(run.status, 1);
  output = run.stdout;
});

after(() => planted.remove());

Object.entries(BANNED).forEach(([text, message], i) => {
  test(`the kernel may not: ${text}`, () => {
    assert.ok(output.includes(`src/kernel/p${i}.ts:2 kernel-is-pure: the kernel may not use ${message}`), output);
  });
});

ALLOWED.forEach((text, i) => {
  test(`the kernel may: ${text}`, () => {
    assert.ok(!output.includes(`src/kernel/p${Object.keys(BANNED).length + i}.ts`), output);
  });
});

test("the same outside the kernel is nobody's business", () => {
  assert.ok(!output.includes("src/host/p.ts"), output);
});
