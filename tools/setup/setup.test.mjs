// Set-up from end to end, as an old Node sees it, with a fake npm: fresh, again, interrupted, concurrent, offline.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ended, makeFakeCheckout } from "./fake-checkout.mjs";
import { packageFor } from "./pinned-nodes.mjs";

const isSupported = packageFor(process.platform, process.arch) !== null;
const options = isSupported ? {} : { skip: "npm has no Node 24 for this platform, so none is brought" };

/**
 * @param {string} name
 * @param {(checkout: ReturnType<typeof makeFakeCheckout>) => Promise<void>} body
 */
function setUpTest(name, body) {
  test(name, options, async () => {
    const checkout = makeFakeCheckout();
    try {
      await body(checkout);
    } finally {
      checkout.remove();
    }
  });
}

setUpTest("a fresh checkout brings Node and packages and goes on under that Node", async (checkout) => {
  const run = await checkout.run();
  assert.equal(run.stdout, "hello\n", run.stderr);
  assert.equal(run.status, 0);
  assert.deepEqual(checkout.npmCalls(), ["install", "ci"]);
});

setUpTest("npm start runs the main job, with its arguments and its exit code", async (checkout) => {
  const main = "console.log(process.argv.slice(2).join());\nprocess.exitCode = 3;\n";
  mkdirSync(join(checkout.folder, "src", "cli"), { recursive: true });
  writeFileSync(join(checkout.folder, "src", "cli", "main.ts"), main);
  const run = await checkout.run(["tools/start.mjs", "one", "two"]);
  assert.deepEqual([run.stdout, run.status], ["start,one,two\n", 3]);
});

setUpTest("the checks of the current release run under that Node, which is fetched once and leaves the other be", async (checkout) => {
  const main = "console.log(process.env['FAKE_NODE'], process.argv.slice(2).join());\nprocess.exitCode = 3;\n";
  writeFileSync(join(checkout.folder, "tools", "check", "main.ts"), main);
  for (let round = 0; round < 2; round += 1) {
    const run = await checkout.run(["tools/test-current.mjs"]);
    assert.equal(run.stdout, "26.10.0 --logs=checks-current,unit,scenarios,contracts,fault,package\n", run.stderr);
    assert.equal(run.status, 3);
  }
  assert.deepEqual(checkout.npmCalls(), ["install", "ci", "install"]);
  assert.equal((await checkout.run()).stdout, "hello\n");
});

setUpTest("offline, the current release cannot be fetched, and that is red", async (checkout) => {
  await checkout.run();
  checkout.setMode("offline");
  const run = await checkout.run(["tools/test-current.mjs"]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /^Cannot fetch Node \(node-\S+@26\S*\): https:\/\/registry\.example does not answer/m);
});

setUpTest("the second time fetches nothing and says nothing", async (checkout) => {
  await checkout.run();
  checkout.forgetCalls();
  assert.deepEqual(await checkout.run(), { status: 0, stdout: "hello\n", stderr: "" });
  assert.deepEqual(checkout.npmCalls(), []);
});

setUpTest("a changed lockfile installs the packages again, and nothing else", async (checkout) => {
  await checkout.run();
  checkout.forgetCalls();
  writeFileSync(checkout.places.lockfile, "{ }\n");
  assert.equal((await checkout.run()).stdout, "hello\n");
  assert.deepEqual(checkout.npmCalls(), ["ci"]);
});

setUpTest("packages that are linked from elsewhere are not replaced", async (checkout) => {
  await checkout.run();
  checkout.forgetCalls();
  const [modules, elsewhere] = [dirname(checkout.places.stamp), join(checkout.places.root, "elsewhere")];
  renameSync(modules, elsewhere);
  symlinkSync(elsewhere, modules);
  writeFileSync(checkout.places.lockfile, "{ }\n");
  const { status, stderr } = await checkout.run();
  assert.equal(status === 0, false);
  assert.match(stderr, /node_modules is a link/);
  assert.deepEqual(checkout.npmCalls(), []);
  assert.equal(existsSync(join(elsewhere, ".set-up")), true);
});

setUpTest("an interrupted fetch of Node is done again and its rubbish removed", async (checkout) => {
  mkdirSync(join(checkout.places.toolchain, "fetching-1", "node_modules"), { recursive: true });
  assert.equal((await checkout.run()).stdout, "hello\n");
  assert.deepEqual(readdirSync(checkout.places.toolchain).filter((name) => name.startsWith("fetching")), []);
});

setUpTest("an interrupted install of packages is done again", async (checkout) => {
  await checkout.run();
  checkout.forgetCalls();
  rmSync(checkout.places.stamp);
  assert.equal((await checkout.run()).stdout, "hello\n");
  assert.deepEqual(checkout.npmCalls(), ["ci"]);
});

setUpTest("a toolchain folder that lost its binary is brought again", async (checkout) => {
  await checkout.run();
  rmSync(join(checkout.places.node));
  checkout.forgetCalls();
  assert.equal((await checkout.run()).stdout, "hello\n");
  assert.deepEqual(checkout.npmCalls(), ["install"]);
});

setUpTest("three at once fetch everything once, and all go on", async (checkout) => {
  checkout.setMode("slow");
  const runs = await Promise.all([checkout.run(), checkout.run(), checkout.run()]);
  assert.deepEqual(runs.map((run) => run.stdout), ["hello\n", "hello\n", "hello\n"]);
  assert.deepEqual(checkout.npmCalls(), ["install", "ci"]);
  assert.ok(!existsSync(checkout.places.lock));
});

setUpTest("the lock of a killed run is taken over", async (checkout) => {
  const gone = spawnSync(process.execPath, ["-e", "0"]);
  mkdirSync(checkout.places.toolchain, { recursive: true });
  writeFileSync(checkout.places.lock, `${gone.pid}\n`);
  assert.equal((await checkout.run()).stdout, "hello\n");
});

setUpTest("offline: one clear error, no stack, and the next try works", async (checkout) => {
  checkout.setMode("offline");
  const run = await checkout.run();
  assert.equal(run.status, 1);
  assert.match(run.stderr, /Cannot fetch Node \(node-\S+@24\S*\): https:\/\/registry\.example does not answer \(ENOTFOUND\)\.\n {2}→ connect/);
  assert.doesNotMatch(run.stderr, /\n\s+at /);
  checkout.setMode("online");
  assert.equal((await checkout.run()).stdout, "hello\n");
});

setUpTest("a Node whose hash is not the pinned one is not kept", async (checkout) => {
  checkout.setMode("tampered");
  const run = await checkout.run();
  assert.equal(run.status, 1);
  assert.match(run.stderr, /its hash is sha512-other, not the pinned one/);
  assert.ok(!existsSync(checkout.places.node));
});

setUpTest("the machine is looked at before anything is fetched, and a stop fetches nothing", async (checkout) => {
  rmSync(join(checkout.folder, "programs", "git"));
  const run = await checkout.run();
  assert.equal(run.status, 1);
  assert.match(run.stderr, /STOP {2}git {14}none\n/);
  assert.match(run.stderr, /Cannot set up on this machine: git: none\n {2}→ install git/);
  assert.deepEqual(checkout.npmCalls(), []);
});

setUpTest("where nothing can be written, one clear error and no stack", async (checkout) => {
  writeFileSync(checkout.places.toolchain, "a file");
  const run = await checkout.run();
  assert.equal(run.status, 1);
  assert.match(run.stderr, /^Cannot set up: nothing can be written to \S+\.toolchain \(E\w+: .*\)\.\n {2}→ clone into/);
  assert.doesNotMatch(run.stderr, /\n\s+at /);
});

setUpTest("a signal to the launcher ends what it launched, and its end is told", async (checkout) => {
  await checkout.run();
  const stay = (/** @type {string} */ end) => `${end}\nsetInterval(() => undefined, 1000);\nconsole.log("here");\n`;
  writeFileSync(join(checkout.folder, "orderly.ts"), stay('process.on("SIGTERM", () => { console.log("bye"); process.exit(7); });'));
  writeFileSync(join(checkout.folder, "sudden.ts"), stay(""));
  for (const [file, stdout, status] of [["orderly.ts", "here\nbye\n", 7], ["sudden.ts", "here\n", 143]]) {
    const child = checkout.start(["tools/run.mjs", String(file)]);
    child.stdout.once("data", () => child.kill("SIGTERM"));
    const run = await ended(child);
    assert.deepEqual([run.stdout, run.status], [stdout, status]);
  }
});
