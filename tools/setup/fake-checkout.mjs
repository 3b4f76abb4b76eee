// A small checkout with a fake npm, for testing set-up without a network and without an old Node.
//
// The programs on its PATH are only those made here, so that a test never reaches the system's package manager.
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentPackageFor, packageFor } from "./pinned-nodes.mjs";
import { layout, root } from "./paths.mjs";

/** Stands for npm: writes down how it was called, then does what `mode` says. */
const FAKE_NPM = `
const fs = require("node:fs");
const [command, ...rest] = process.argv.slice(2);
if (command === "--version") { console.log("11.0.0"); process.exit(0); }
fs.appendFileSync(process.env.FAKE_LOG, command + "\\n");
const mode = fs.readFileSync(process.env.FAKE_MODE, "utf8");
if (mode === "offline") {
  console.error("npm error code ENOTFOUND\\nnpm error request to https://registry.example/x failed, reason: ENOTFOUND");
  process.exit(1);
}
if (mode === "slow") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
if (command === "ci") { fs.mkdirSync("node_modules", { recursive: true }); process.exit(0); }
const isAsked = (node) => rest.includes(node.name + "@" + node.version);
const { name, version, integrity } = JSON.parse(process.env.FAKE_PINNED).find(isAsked);
fs.mkdirSync("node_modules/" + name + "/bin", { recursive: true });
const real = "FAKE_NODE=" + version + " exec " + process.execPath + " \\"$@\\"";
const script = "#!/bin/sh\\nif [ \\"$1\\" = --version ]; then echo v" + version + "; else " + real + "; fi\\n";
fs.writeFileSync("node_modules/" + name + "/bin/node", script, { mode: 0o755 });
fs.writeFileSync("node_modules/" + name + "/LICENSE", "");
const hash = mode === "tampered" ? "sha512-other" : integrity;
const packages = { ["node_modules/" + name]: { integrity: hash } };
fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
`;

/** @typedef {{ status: number | null, stdout: string, stderr: string }} Run */

export function makeFakeCheckout() {
  const folder = mkdtempSync(join(tmpdir(), "espalier-set-up-"));
  const programs = join(folder, "programs");
  const files = { log: join(folder, "npm.log"), mode: join(folder, "mode") };
  mkdirSync(programs);
  for (const name of ["tools", "bin"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, "package-lock.json"), "{}\n");
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(folder, "hello.ts"), `const word: string = "hello";\nconsole.log(word);\n`);
  writeFileSync(join(folder, "fake-npm.cjs"), FAKE_NPM);
  writeFileSync(files.log, "");
  writeFileSync(files.mode, "online");
  program(join(programs, "npm"), `exec ${process.execPath} ${join(folder, "fake-npm.cjs")} "$@"`);
  program(join(programs, "git"), "echo git version 2.39.5");
  return {
    folder,
    places: layout(folder),
    /** @param {"online" | "offline" | "slow" | "tampered"} mode */
    setMode: (mode) => writeFileSync(files.mode, mode),
    npmCalls: () => readFileSync(files.log, "utf8").split("\n").filter(Boolean),
    forgetCalls: () => writeFileSync(files.log, ""),
    /** @param {string[]} [args] the launcher and what it is given */
    run: (args = ["tools/run.mjs", "hello.ts"]) => ended(startAsOldNode(args, folder, { programs, ...files })),
    /** @param {string[]} args the same, still running */
    start: (args) => startAsOldNode(args, folder, { programs, ...files }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @param {string} path @param {string} line */
function program(path, line) {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

/**
 * @param {string[]} args
 * @param {string} folder
 * @param {{ programs: string, log: string, mode: string }} fake
 */
function startAsOldNode(args, folder, fake) {
  const env = {
    PATH: fake.programs,
    FAKE_LOG: fake.log,
    FAKE_MODE: fake.mode,
    FAKE_PINNED: JSON.stringify([packageFor, currentPackageFor].map((one) => one(process.platform, process.arch))),
  };
  const asOld = ["--require", "./tools/setup/as-old-node.cjs"];
  return spawn(process.execPath, [...asOld, ...args], { cwd: folder, env });
}

/** @param {ReturnType<typeof startAsOldNode>} child @returns {Promise<Run>} */
export function ended(child) {
  const run = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => (run.stdout += text));
  child.stderr.on("data", (text) => (run.stderr += text));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...run })));
}
