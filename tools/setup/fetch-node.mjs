// Fetches one pinned Node into a folder of its own under .toolchain.
//
// The platform package of npm's `node` holds the binary and needs no install script. It is fetched aside, its hash is
// compared with the pinned one, and the binary is moved into a finished folder by one rename.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { NODE_FLOOR } from "./pinned-nodes.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** @typedef {import("./paths.mjs").Places} Places */
/** @typedef {import("./pinned-nodes.mjs").Pinned} Pinned */

/**
 * @param {Places} places
 * @param {Pinned} pinned
 * @returns {string} the path of that very Node
 */
export function fetchNode(places, pinned) {
  const node = nodeOf(places, pinned);
  if (!existsSync(node)) fetchInto(places, pinned);
  return node;
}

/** @param {Places} places @param {Pinned} pinned */
export function homeOf(places, pinned) {
  return join(places.toolchain, `${pinned.name}-${pinned.version}`);
}

/** @param {Places} places @param {Pinned} pinned */
export function nodeOf(places, pinned) {
  return join(homeOf(places, pinned), "bin", "node");
}

/** @param {Places} places @param {Pinned} pinned */
function fetchInto(places, pinned) {
  removeLeftovers(places.toolchain);
  const temporary = join(places.toolchain, `fetching-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(temporary, "package.json"), "{}\n");
  const spec = `${pinned.name}@${pinned.version}`;
  npm(["install", "--no-save", "--ignore-scripts", spec], { cwd: temporary, what: `Node (${spec})` });
  assertIntegrity(temporary, pinned);
  assertRuns(join(temporary, "node_modules", pinned.name, "bin", "node"), pinned);
  keepBinary(temporary, pinned, homeOf(places, pinned));
  rmSync(temporary, { recursive: true, force: true });
}

/** @param {string} toolchain */
function removeLeftovers(toolchain) {
  if (!existsSync(toolchain)) return;
  for (const name of readdirSync(toolchain)) {
    if (name.startsWith("fetching-")) rmSync(join(toolchain, name), { recursive: true, force: true });
  }
}

/** @param {string} folder @param {Pinned} pinned */
function assertIntegrity(folder, pinned) {
  const lock = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  const found = lock.packages[`node_modules/${pinned.name}`]?.integrity;
  if (found === pinned.integrity) return;
  throw new SetUpError(`Cannot use ${pinned.name}@${pinned.version}: its hash is ${found}, not the pinned one.`, [
    "check which registry npm asks (npm config get registry)",
  ]);
}

/** @param {string} binary @param {Pinned} pinned */
function assertRuns(binary, pinned) {
  const child = spawnSync(binary, ["--version"], { encoding: "utf8" });
  if (child.stdout?.trim() === `v${pinned.version}`) return;
  const why = child.error?.message ?? child.stderr?.trim() ?? `exit ${child.status}`;
  throw new SetUpError(`Cannot run Node ${pinned.version} on this machine: ${why}`, [
    `install Node ${NODE_FLOOR} or later from your distribution and run the same command again`,
  ]);
}

/**
 * Only the binary and its licence are kept: headers and manual are a third of the package.
 * @param {string} temporary
 * @param {Pinned} pinned
 * @param {string} home
 */
function keepBinary(temporary, pinned, home) {
  const source = join(temporary, "node_modules", pinned.name);
  const finished = join(temporary, "finished");
  mkdirSync(join(finished, "bin"), { recursive: true });
  renameSync(join(source, "bin", "node"), join(finished, "bin", "node"));
  renameSync(join(source, "LICENSE"), join(finished, "LICENSE"));
  rmSync(home, { recursive: true, force: true });
  renameSync(finished, home);
}
