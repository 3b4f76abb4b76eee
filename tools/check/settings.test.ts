// Plants violations of what the linter and the compiler are set to refuse, so that a loosened setting is seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plant, ROOT, runNode } from "./planted.ts";

const OXLINT = `${ROOT}/node_modules/oxlint/bin/oxlint`;
const TSC = `${ROOT}/node_modules/typescript/bin/tsc`;

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `console.warn(${i});`).join("\n");

/** Rule → a file that breaks it: [path, text]. */
const LINT: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "max-lines": ["test/a.ts", lines(401)],
  "max-lines-per-function": ["test/a.ts", `export function a() {\n${lines(70)}\n}`],
  "max-params": ["test/a.ts", "export const a = (b: 1, c: 1, d: 1, e: 1) => b + c + d + e;"],
  eqeqeq: ["test/a.ts", "export const a = (b: number) => b == 1;"],
  "no-empty": ["test/a.ts", "try { console.warn(1); } catch {}"],
  "no-console": ["src/host/a.ts", "console.log(1);"],
  "no-warning-comments": ["test/a.ts", "// TODO: later"],
  "no-explicit-any": ["test/a.ts", "export const a: any = 1;"],
  "no-non-null-assertion": ["test/a.ts", "export const a = (b?: string) => b!.length;"],
  "ban-ts-comment": ["test/a.ts", "// @ts-ignore\nexport const a = 1;"],
  "no-default-export": ["test/a.ts", "export default 1;"],
  "filename-case": ["test/camelCase.ts", "export const a = 1;"],
  "no-unused-vars": ["test/a.ts", "const a = 1;"],
};

for (const [rule, [path, text]] of Object.entries(LINT)) {
  test(`the linter refuses what breaks ${rule}`, () => {
    const planted = plant({ [path]: `// Planted.\n${text}\n` }, [".oxlintrc.json"]);
    const run = runNode([OXLINT, "-f", "unix", path.split("/")[0] ?? ""], planted.folder);
    planted.remove();
    assert.equal(run.status, 1, run.stdout + run.stderr);
    assert.ok(run.stdout.includes(`(${rule})`), run.stdout);
  });
}

/** Setting → [code, text]: what the whole tree's project must refuse. */
const STRICT: Readonly<Record<string, readonly [code: string, text: string]>> = {
  noUncheckedIndexedAccess: ["TS2322", "export const a = (b: number[]): number => b[0];"],
  exactOptionalPropertyTypes: ["TS2375", "export const a: { b?: 1 } = { b: undefined };"],
  noPropertyAccessFromIndexSignature: ["TS4111", "export const a = (b: Record<string, 1>): unknown => b.c;"],
  verbatimModuleSyntax: ["TS1484", 'import { PathLike } from "node:fs";\nexport type A = PathLike;'],
  erasableSyntaxOnly: ["TS1294", "export enum A { B }"],
  isolatedDeclarations: ["TS9013", "export function a() { return [Math.abs(1)].map(String); }"],
  noImplicitOverride: ["TS4114", "class A { b(): void {} }\nexport class C extends A { b(): void {} }"],
  noFallthroughCasesInSwitch: ["TS7029", "export function a(b: 1 | 2): void { switch (b) { case 1: a(1); case 2: a(2); } }"],
  noImplicitReturns: ["TS7030", "export function a(b: boolean): number | undefined { if (b) return 1; }"],
  noUnusedLocals: ["TS6133", "const a = 1;\nexport {};"],
  noUnusedParameters: ["TS6133", "export function a(b: number): void {}"],
  strict: ["TS2322", "export const a: string = null;"],
};

/** What the kernel's project has no types for: the compiler itself stops it. */
const NOT_IN_KERNEL = [
  "process.cwd()", "console.log(1)", "setTimeout(() => 1, 1)", "crypto.randomUUID()", "performance.now()",
  'fetch("a")', 'require("a")', "Buffer.alloc(1)", "document.title", "window.name", 'new URL("a:b")',
  "structuredClone({})", 'queueMicrotask(() => 1)', 'await import("node:fs")',
];

const SETTINGS = ["tsconfig.base.json", "tsconfig.json", "tsconfig.kernel.json", "package.json"];

function compilerOutput(files: Readonly<Record<string, string>>, project: string): string {
  const planted = plant(files, SETTINGS);
  const types = ["--typeRoots", `${ROOT}/node_modules/@types`];
  const run = runNode([TSC, "-p", project, "--pretty", "false", ...types], planted.folder);
  planted.remove();
  return run.stdout;
}

test("the compiler refuses what each strict setting forbids", async (t) => {
  const files = Object.entries(STRICT).map(([setting, [, text]]) => [`src/host/${setting}.ts`, `${text}\n`] as const);
  const output = compilerOutput(Object.fromEntries(files), "tsconfig.json");
  for (const [setting, [code]] of Object.entries(STRICT)) {
    await t.test(setting, () => assert.match(output, new RegExp(`src/host/${setting}\\.ts\\(.*error ${code}`)));
  }
});

test("the kernel's project knows neither Node nor a browser, and sources must be erasable", async (t) => {
  const source = (text: string): string => `export const a: unknown = ${text};\n`;
  const files = NOT_IN_KERNEL.map((text, i) => [`src/kernel/p${i}.ts`, source(text)] as const);
  const output = compilerOutput(Object.fromEntries(files), "tsconfig.kernel.json");
  for (const [i, text] of NOT_IN_KERNEL.entries()) {
    await t.test(text, () => assert.match(output, new RegExp(`src/kernel/p${i}\\.ts\\(.*error TS`)));
  }
});
