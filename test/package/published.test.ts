// The published package: built and packed from a copy of the tree, installed into an empty folder without a network, run,
// and its types compiled against.
import assert from "node:assert/strict";
import { fork, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { makeStage } from "../../tools/check/examples/stage.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const MANIFEST: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(ROOT, "package.json"), "utf8"),
);
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const ENV = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}` };

const folder = mkdtempSync(join(tmpdir(), "espalier-published-"));
const consumer = join(folder, "consumer");
interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

before(() => {
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "private": true, "type": "module" }\n');
  const stage = makeStage(ROOT);
  const pack = run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], stage.folder);
  stage.remove();
  assert.equal(pack.status, 0, pack.stdout + pack.stderr);
  packed = JSON.parse(pack.stdout.slice(pack.stdout.indexOf("[\n")))[0];
  // What it depends on is already here; linking it keeps the network out of the test.
  const linked = Object.keys(MANIFEST.dependencies).map((name) => `file:${join(ROOT, "node_modules", name)}`);
  const wanted = [join(folder, packed.filename), ...linked];
  // Of a folder that it links npm runs the scripts by which its author builds it, and of a package from a registry it does not.
  const install = run("npm", ["install", "--offline", "--ignore-scripts", "--loglevel=error", ...wanted], consumer);
  assert.equal(install.status, 0, install.stderr);
});

after(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync(program, args, { cwd, env: ENV, encoding: "utf8" });
}

test("the installed program answers its version", () => {
  const answer = run(join(consumer, "node_modules", ".bin", "espalier"), ["--version"], consumer);
  assert.equal(answer.stdout, `espalier ${MANIFEST.version}\n`, answer.stderr);
  assert.equal(answer.status, 0);
});

test("the installed program loads its command line from JavaScript", () => {
  const answer = run(join(consumer, "node_modules", ".bin", "espalier"), ["--help"], consumer);
  assert.equal(answer.status, 0, answer.stderr);
});

test("the installed program rehearses the recipe that ships with it", () => {
  const env = { ...ENV, XDG_STATE_HOME: join(folder, "state"), XDG_CACHE_HOME: join(folder, "cache") };
  const program = join(consumer, "node_modules", ".bin", "espalier");
  const answer = spawnSync(program, ["start", "--seed", "1"], { cwd: consumer, env, encoding: "utf8" });
  assert.match(answer.stdout, /^feature-20260101-\w+ is complete after /, answer.stderr);
  const listed = spawnSync(program, ["list"], { cwd: consumer, env, encoding: "utf8" });
  assert.match(listed.stdout, /^feature-20260101-\w+ +feature +complete /m, listed.stderr);
  assert.equal(listed.stderr.includes("Warning"), false, listed.stderr);
});

test("the installed program reads every notation, and draws with the packages that only some verbs need", () => {
  const env = { ...ENV, XDG_STATE_HOME: join(folder, "state"), XDG_CACHE_HOME: join(folder, "cache") };
  const program = join(consumer, "node_modules", ".bin", "espalier");
  cpSync(join(consumer, "node_modules", "espalier", "recipes", "develop"), join(consumer, "develop"), { recursive: true });
  const recipe = join("develop", "develop.esp");
  const ask = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: consumer, env, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  // What is kept from the first time says the same.
  for (let round = 0; round < 2; round += 1) assert.equal(ask("check", recipe), `${recipe}: good\n`);
  const plan = ask("compile", recipe);
  for (const name of ["plan.json", "plan.yaml"]) {
    writeFileSync(join(consumer, "develop", name), plan);
    assert.match(ask("graph", join("develop", name)), /^flowchart /);
    assert.equal(ask("check", join("develop", name)), `${join("develop", name)}: good\n`);
  }
  assert.match(ask("graph", recipe, "--format", "svg"), /^<svg /);
});

test("what is kept of `check` is whole, however small the file that was checked first", () => {
  const door = join(consumer, "node_modules", "espalier", "bin", "espalier.cjs");
  const recipe = join(consumer, "node_modules", "espalier", "recipes", "feature", "feature.esp");
  const tiny = join(folder, "tiny.esp");
  writeFileSync(tiny, "espalier 1\nworkflow fix { step pause { wait 1m  ok -> end } }\n");
  const keptAfter = (file: string, cache: string): number => {
    const { status, stderr } = spawnSync(process.execPath, [door, "check", file], { env: { ...ENV, XDG_CACHE_HOME: join(folder, cache) }, encoding: "utf8" });
    assert.deepEqual([status, stderr], [0, ""]);
    const [kept = ""] = globSync(join(folder, cache, "espalier/compile/*/check.cjs-*"));
    return statSync(kept).size;
  };
  const [small, large] = [keptAfter(tiny, "after-tiny"), keptAfter(recipe, "after-recipe")];
  assert.equal(small > large * 0.97, true, `${small} bytes after a tiny file, ${large} after a recipe`);
});

test("what `check` needs beside its one file finds its classes there", () => {
  const program = join(consumer, "node_modules", ".bin", "espalier");
  const help = run(program, ["check", "--help"], consumer);
  assert.match(help.stdout, /^Usage: espalier check /, help.stderr);
  const nothing = run(program, ["check"], folder);
  assert.equal(nothing.status, 2, nothing.stderr);
  assert.match(nothing.stderr, /^espalier: There is nothing to check here/);
  writeFileSync(join(folder, "bad.esp"), "espalier 1\nagnet x {}\n");
  const bad = run(program, ["check", "bad.esp"], folder);
  assert.equal(bad.status, 2, bad.stderr);
  assert.match(bad.stdout, /ESP\d+/);
});

test("a stack of the installed program names the sources", () => {
  const broken = join(folder, "broken.cjs");
  writeFileSync(broken, 'require("node:fs").readdirSync = () => null;\n');
  mkdirSync(join(consumer, ".espalier"));
  const door = join(consumer, "node_modules", "espalier", "bin", "espalier.cjs");
  const run = spawnSync(process.execPath, ["--require", broken, door, "check"], { cwd: consumer, env: ENV, encoding: "utf8" });
  assert.match(run.stderr, / at workflowsIn \(src\/compose\/check-files\.ts:\d+:\d+\)/);
});

test("the package holds JavaScript, types and the licence, and neither sources nor tests", (context) => {
  context.diagnostic(`${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);
  const paths = packed.files.map((file) => file.path);
  assert.deepEqual(paths.filter((path) => !/^(dist|bin|recipes)\//.test(path)).sort(), [
    "CHANGELOG.md", "LICENSE", "README.md", "package.json",
  ]);
  assert.deepEqual(paths.filter((path) => /\.test\.|\.tsx?$/.test(path) && !path.endsWith(".d.ts")), []);
  const scripts = paths.filter((path) => path.startsWith("dist/") && path.endsWith(".js"));
  assert.deepEqual([...new Set(scripts.map((path) => path.split("/")[1]))].sort(), ["kernel", "ports"]);
  assert.deepEqual(scripts.filter((path) => !paths.includes(path.replace(/\.js$/, ".d.ts"))), []);
  const chunks = paths.filter((path) => path.startsWith("dist/cli/") && path.endsWith(".cjs"));
  assert.deepEqual(chunks.filter((path) => !paths.includes(`${path}.map`)), []);
});

test("the process that reads signatures does so in the installed package, with no more rights than it has in use", async () => {
  const home = realpathSync(join(consumer, "node_modules", "espalier"));
  const parser = join(realpathSync(consumer), "node_modules", "@vscode", "tree-sitter-wasm");
  const reader = fork(join(home, "dist", "cli", "read-in-process.mjs"), [], {
    cwd: "/", env: {}, execArgv: ["--permission", ...[home, parser, realpathSync(parser)].map((folder) => `--allow-fs-read=${folder}`)], stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  reader.send({ grammar: "python", path: "a.py", text: "def f(a: int) -> str:\n    return str(a)\n" });
  const [answer] = await Promise.race([once(reader, "message"), once(reader, "exit")]);
  reader.kill("SIGKILL");
  assert.deepEqual(answer, { lines: ["def f(a: int) -> str: ..."], why: null });
});

test("its types compile in a strict project, and its code runs there", () => {
  const text = [
    'import { decide } from "espalier/kernel/decide";',
    'import { evolve } from "espalier/kernel/evolve";',
    'import type { Journal } from "espalier/ports/journal";',
    "export const brain: { readonly decide: Function; readonly evolve: Function } = { decide, evolve };",
    "export type Version = Awaited<ReturnType<Journal[\"append\"]>>;",
    "console.log(typeof brain.decide, typeof brain.evolve);",
  ];
  writeFileSync(join(consumer, "use.ts"), `${text.join("\n")}\n`);
  const options = { strict: true, module: "nodenext", target: "es2024", noEmit: true, types: [] };
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
  const types = run(process.execPath, [TSC, "-p", consumer], consumer);
  assert.equal(types.status, 0, types.stdout);
  assert.equal(run(process.execPath, ["use.ts"], consumer).stdout, "function function\n");
});
