// What this machine is, gathered in well under a second and without the network. machine.mjs judges it.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @typedef {"there" | "wanted" | "left"} CurrentNode Node's current release: here, to be fetched now, or for later */

/**
 * @typedef {object} Facts
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {boolean} isWsl
 * @property {boolean} isMusl
 * @property {{ id: string, like: string[], name: string }} distribution
 * @property {string} nodeVersion
 * @property {string | null} npmVersion
 * @property {string | null} gitVersion
 * @property {string | null} packageManager
 * @property {boolean} isRoot
 * @property {boolean | null} userNamespaces whether one could be made; null when that cannot be tried
 * @property {{ clone: string | null, max: string | null, apparmor: string | null }} namespaceSettings
 * @property {string | null} bubblewrap
 * @property {number} diskFreeMb
 * @property {boolean} isWritable
 * @property {boolean} needsNode whether Node 24 is yet to be fetched
 * @property {boolean} needsPackages whether packages are yet to be fetched
 * @property {CurrentNode} currentNode
 */

const PACKAGE_MANAGERS = ["apt-get", "dnf", "pacman", "apk", "zypper", "brew"];

/**
 * @param {string} checkout
 * @param {{ needsNode: boolean, needsPackages: boolean, currentNode: CurrentNode }} needs
 * @returns {Facts}
 */
export function gatherFacts(checkout, needs) {
  return {
    platform: process.platform,
    arch: process.arch,
    isWsl: /microsoft/i.test(readOr("/proc/sys/kernel/osrelease", "")),
    isMusl: hasMusl(),
    distribution: parseOsRelease(readOr("/etc/os-release", "")),
    nodeVersion: process.versions.node,
    npmVersion: versionOf("npm"),
    gitVersion: versionOf("git"),
    packageManager: PACKAGE_MANAGERS.find((name) => isOnPath(name)) ?? null,
    isRoot: process.getuid?.() === 0,
    userNamespaces: canMakeUserNamespace(),
    namespaceSettings: {
      clone: setting("kernel/unprivileged_userns_clone"),
      max: setting("user/max_user_namespaces"),
      apparmor: setting("kernel/apparmor_restrict_unprivileged_userns"),
    },
    bubblewrap: versionOf("bwrap"),
    diskFreeMb: diskFreeMb(checkout),
    isWritable: isWritable(checkout),
    ...needs,
  };
}

/**
 * Just the fields of /etc/os-release that are needed.
 * @param {string} text
 */
export function parseOsRelease(text) {
  const field = (/** @type {string} */ name) =>
    new RegExp(`^${name}=["']?(.*?)["']?$`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), like: field("ID_LIKE").split(" ").filter(Boolean), name: field("PRETTY_NAME") };
}

/** Root may always make one, so root's own answer says nothing about an unprivileged user: the settings do. */
function canMakeUserNamespace() {
  if (process.platform !== "linux" || !isOnPath("unshare")) return null;
  const child = spawnSync("unshare", ["-Ur", "true"], { stdio: "ignore", timeout: 5000 });
  return child.status === 0;
}

/** @param {string} command */
function versionOf(command) {
  const child = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 20_000 });
  if (child.status !== 0) return null;
  return /\d+(\.\d+)+/.exec(child.stdout)?.[0] ?? child.stdout.trim();
}

/** @param {string} command */
function isOnPath(command) {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
}

export function hasMusl() {
  if (process.platform !== "linux") return false;
  try {
    return readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  } catch {
    return false; // no /lib to look into (NixOS, for one): not musl as we know it
  }
}

/** @param {string} name */
function setting(name) {
  const text = readOr(`/proc/sys/${name}`, "").trim();
  return text === "" ? null : text;
}

/** @param {string} path @param {string} otherwise */
function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise; // not this kind of machine
  }
}

/** @param {string} folder */
function diskFreeMb(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / (1024 * 1024));
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
