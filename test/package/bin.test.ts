// The program's door: what it says on a Node that is too old, how a checkout goes on, and how a version is asked.
//
// An old Node is played by a preloaded line that changes what this Node says it is; where the machine has a real one on
// its PATH, that one is asked as well.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");
const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;
const AS_OLD_NODE = join(ROOT, "tools", "setup", "as-old-node.cjs");

const folder = mkdtempSync(join(tmpdir(), "espalier-bin-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A package as npm would lay it out, without a build: enough for what the door itself answers. */
function layOut(name: string): string {
  const target = join(folder, name);
  cpSync(join(ROOT, "bin"), join(target, "bin"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(target, "package.json"));
  return target;
}

function layOutCheckout(name: string, node: string | null): string {
  const target = layOut(name);
  mkdirSync(join(target, "tools"));
  writeFileSync(join(target, "tools", "setup.mjs"), "");
  if (node !== null) {
    mkdirSync(join(target, ".toolchain", "bin"), { recursive: true });
    symlinkSync(node, join(target, ".toolchain", "bin", "node"));
  }
  return target;
}

interface Door {
  readonly at: string;
  readonly isOld: boolean;
  readonly node?: string;
}

function ask(args: readonly string[], { at, isOld, node = process.execPath }: Door): ReturnType<typeof spawnSync> {
  const flags = isOld ? ["--require", AS_OLD_NODE] : [];
  return spawnSync(node, [...flags, join(at, "bin", "espalier.cjs"), ...args], { encoding: "utf8" });
}

function assertRefused(run: ReturnType<typeof spawnSync>, version: string, remedy: RegExp): void {
  const stderr = String(run.stderr);
  assert.equal(run.status, 2);
  assert.equal(run.stdout, "");
  assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
  assert.ok(stderr.startsWith(`espalier needs Node 24 or later; this is Node ${version} (`), stderr);
  assert.match(stderr, remedy);
}

test("the version is answered, in words and as JSON", () => {
  const at = layOut("version");
  assert.equal(ask(["--version"], { at, isOld: false }).stdout, `espalier ${VERSION}\n`);
  assert.deepEqual(JSON.parse(String(ask(["--version", "--json"], { at, isOld: false }).stdout)), { version: VERSION });
});

test("the version is answered before anything else is loaded", () => {
  const at = layOut("light");
  for (const name of ["load-source.cjs", "keep-compiled.cjs", "old-node.cjs"]) writeFileSync(join(at, "bin", name), "throw new Error('loaded');\n");
  assert.equal(ask(["--version"], { at, isOld: false }).status, 0);
});

test("a user without a home can run it all the same", () => {
  const at = layOut("homeless");
  mkdirSync(join(at, "dist", "cli"), { recursive: true });
  writeFileSync(join(at, "dist", "cli", "main.cjs"), "(function () { process.exitCode = 5; })\n");
  const homeless = join(folder, "homeless.cjs");
  writeFileSync(homeless, 'require("node:os").homedir = () => { throw new Error("no home"); };\n');
  const env = { PATH: process.env["PATH"] };
  const door = join(at, "bin", "espalier.cjs");
  const run = spawnSync(process.execPath, ["--require", homeless, door, "list"], { encoding: "utf8", env });
  assert.equal(run.status, 5, run.stderr);
});

/** A package whose program prints what it is given, and its program's digest. */
function layOutProgram(name: string, says: string): string {
  const at = layOut(name);
  const digest = createHash("sha256").update(says).digest("hex").slice(0, 32);
  mkdirSync(join(at, "dist", "cli"), { recursive: true });
  writeFileSync(join(at, "dist", "cli", "main.cjs"), `//${digest}\n(function () { process.stdout.write((() => "${says}")()); })\n`);
  return at;
}

function askKept(at: string, cache: string): string {
  const env = { PATH: process.env["PATH"], XDG_CACHE_HOME: cache };
  const run = spawnSync(process.execPath, [join(at, "bin", "espalier.cjs"), "list"], { encoding: "utf8", env });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

test("compiled code is kept by the program's own digest, and what was damaged is not taken", () => {
  const cache = join(folder, "kept");
  const [one, two] = [layOutProgram("one", "one"), layOutProgram("two", "two")];
  for (let round = 0; round < 2; round += 1) {
    assert.equal(askKept(one, cache), "one");
    assert.equal(askKept(two, cache), "two");
  }
  const kept = join(cache, "espalier", "compile");
  const files = globSync("*/main.cjs-*", { cwd: kept });
  assert.equal(files.length, 2);
  for (const file of files) {
    const bytes = readFileSync(join(kept, file));
    assert.equal(statSync(join(kept, file)).mode & 0o077, 0);
    bytes.fill(0xff, bytes.length / 4, bytes.length / 2);
    writeFileSync(join(kept, file), bytes);
  }
  assert.equal(askKept(one, cache), "one");
  for (const file of files) writeFileSync(join(kept, file), "");
  assert.equal(askKept(two, cache), "two");
});

test("where nothing can be kept it runs all the same", () => {
  const cache = join(folder, "no-folder");
  writeFileSync(cache, "");
  assert.equal(askKept(layOutProgram("unkept", "here"), cache), "here");
});

test("an old Node gets one clear line and exit 2, whatever is asked", () => {
  const at = layOut("package-on-old");
  for (const args of [["--version"], ["list"], []]) {
    assertRefused(ask(args, { at, isOld: true }), "20.20.2", /Install Node 24 from your package manager/);
  }
});

const oldNode = olderNodeOnPath();

test("the same on this machine's own old Node", oldNode ? {} : { skip: "no older Node on the PATH" }, () => {
  const version = spawnSync(oldNode, ["--version"], { encoding: "utf8" }).stdout.trim().slice(1);
  const run = ask(["--version"], { at: layOut("real-old"), isOld: false, node: oldNode });
  assertRefused(run, version, /Install Node 24/);
});

test("a checkout goes on under the Node that set-up brought, with its exit code", () => {
  const at = layOutCheckout("checkout", process.execPath);
  assert.equal(ask(["--version"], { at, isOld: true }).stdout, `espalier ${VERSION}\n`);
  mkdirSync(join(at, "src", "cli"), { recursive: true });
  writeFileSync(join(at, "src", "cli", "main.ts"), "const code: number = 7;\nprocess.exitCode = code;\n");
  assert.equal(ask(["anything"], { at, isOld: true }).status, 7);
});

test("a checkout that was never set up says which command does it", () => {
  const at = layOutCheckout("not-set-up", null);
  assertRefused(ask(["--version"], { at, isOld: true }), "20.20.2", /Run npm start in this checkout once/);
});

test("a checkout whose Node cannot be run says so", () => {
  const broken = join(folder, "broken-node");
  writeFileSync(broken, "");
  const run = ask(["--version"], { at: layOutCheckout("broken", broken), isOld: true });
  assert.equal(run.status, 1);
  assert.match(String(run.stderr), /^Cannot run .*Run npm start to set up this checkout again\.\n$/);
});

function olderNodeOnPath(): string {
  const candidates = (process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "node"));
  const isOlder = (node: string): boolean => {
    const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "";
    return Number.parseInt(version.slice(1), 10) < 24;
  };
  return candidates.find((node) => dirname(node) !== "" && existsSync(node) && isOlder(node)) ?? "";
}
