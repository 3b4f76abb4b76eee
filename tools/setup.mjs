// Set-up of a checkout, without `npm install` first: looks at the machine, brings Node 24 and the packages.
// Runs on Node 18 and later. `node tools/setup.mjs` does it by itself and says what is there.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { gatherFacts, hasMusl } from "./setup/facts.mjs";
import { withLock } from "./setup/lock.mjs";
import { fetchNode, nodeOf } from "./setup/fetch-node.mjs";
import { judge, tableText } from "./setup/machine.mjs";
import { bringNode, presentNode } from "./setup/node24.mjs";
import { installPackages, packagesArePresent } from "./setup/packages.mjs";
import { layout, root } from "./setup/paths.mjs";
import { currentPackageFor } from "./setup/pinned-nodes.mjs";
import { explain, SetUpError } from "./setup/set-up-error.mjs";
import { bringBubblewrap } from "./setup/system-packages.mjs";

/**
 * @param {{ checkout?: string, say?: (line: string) => void }} [options]
 * @returns {Promise<string>} the path of a Node that is new enough
 */
export async function setUp({ checkout = root, say = (line) => console.error(line) } = {}) {
  const places = layout(checkout);
  const node = presentNode(places);
  if (node && packagesArePresent(places)) return node;
  return withLock(places.lock, () => install(places, say), { say });
}

/**
 * Node's current release, beside the set-up that everything else runs under.
 * @param {{ checkout?: string, say?: (line: string) => void }} [options]
 * @returns {Promise<string | null>} its path, or null where npm has none for this machine
 */
export async function setUpCurrent({ checkout = root, say = (line) => console.error(line) } = {}) {
  const places = layout(checkout);
  await setUp({ checkout, say });
  const pinned = currentPackageFor(process.platform, process.arch);
  if (pinned === null || hasMusl()) return null;
  if (existsSync(nodeOf(places, pinned))) return nodeOf(places, pinned);
  return withLock(places.lock, () => {
    preflight(places, say, { wantsCurrent: true });
    return timed(`Node ${pinned.version}, into .toolchain`, () => fetchNode(places, pinned), say);
  }, { say });
}

/**
 * Runs a program of this checkout under Node 24, or the one that is brought, and ends with its exit code.
 * @param {string[]} args
 * @param {() => Promise<string | null>} bring
 */
export async function runUnderNode(args, bring = setUp) {
  try {
    const node = await bring();
    if (node === null) return console.log("left out: npm has no such Node for this system");
    process.exitCode = await exitCodeOf(spawn(node, args, { stdio: "inherit" }));
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

/**
 * Signals go to the one that does the work, so that it ends with its launcher, and its end becomes ours.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCodeOf(child) {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    // A terminal sends Ctrl-C to both; only what came to us alone is passed on.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** @param {import("./setup/paths.mjs").Places} places @param {(line: string) => void} say */
function install(places, say) {
  const facts = preflight(places, say);
  const node = presentNode(places) ?? timed("Node 24, into .toolchain", () => bringNode(places), say);
  if (!packagesArePresent(places)) timed("packages, into node_modules", () => installPackages(places, node), say);
  bringBubblewrap(facts, { say });
  return node;
}

/**
 * Looks at the machine before anything is fetched, and stops where set-up could not end well.
 * @param {import("./setup/paths.mjs").Places} places
 * @param {(line: string) => void} say
 * @param {{ wantsCurrent?: boolean }} [options]
 */
function preflight(places, say, { wantsCurrent = false } = {}) {
  const start = Date.now();
  const facts = gatherFacts(places.root, {
    needsNode: presentNode(places) === null,
    needsPackages: !packagesArePresent(places),
    currentNode: currentNode(places, wantsCurrent),
  });
  const rows = judge(facts);
  say(`set-up: this machine (${((Date.now() - start) / 1000).toFixed(1)} s)\n${tableText(rows)}`);
  const stops = rows.filter((row) => row.level === "stop");
  if (stops.length === 0) return facts;
  throw new SetUpError(
    `Cannot set up on this machine: ${stops.map((row) => `${row.what}: ${row.found}`).join("; ")}`,
    stops.flatMap((row) => row.remedy ?? []),
  );
}

/** @param {import("./setup/paths.mjs").Places} places @param {boolean} isWanted @returns {import("./setup/facts.mjs").CurrentNode} */
function currentNode(places, isWanted) {
  const pinned = currentPackageFor(process.platform, process.arch);
  if (pinned !== null && existsSync(nodeOf(places, pinned))) return "there";
  return isWanted ? "wanted" : "left";
}

/**
 * @template T
 * @param {string} what
 * @param {() => T} work
 * @param {(line: string) => void} say
 */
function timed(what, work, say) {
  const start = Date.now();
  say(`set-up: ${what} …`);
  const value = work();
  say(`set-up: ${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return value;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const places = layout(root);
    const node = await withLock(places.lock, () => install(places, console.error), { say: console.error });
    console.log(`Node for this checkout: ${node}`);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
