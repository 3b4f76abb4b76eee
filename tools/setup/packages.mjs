// `npm ci`, only when the lockfile is not the one that was installed last.
//
// The stamp lies inside node_modules and is written last, so that an interrupted install has none and is done again.
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { npm } from "./npm.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** @typedef {import("./paths.mjs").Places} Places */

/** @param {Places} places */
export function packagesArePresent(places) {
  try {
    return readFileSync(places.stamp, "utf8") === wantedStamp(places);
  } catch {
    return false; // no stamp: never installed, or interrupted
  }
}

/** @param {Places} places @param {string} node the Node to install with */
export function installPackages(places, node) {
  refuseLink(dirname(places.stamp));
  rmSync(places.stamp, { force: true });
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}` };
  npm(["ci"], { cwd: places.root, what: "the packages of package-lock.json", env });
  writeFileSync(places.stamp, wantedStamp(places));
}

/**
 * npm empties what a link leads to before it installs: the packages of somebody else's checkout.
 * @param {string} folder
 */
function refuseLink(folder) {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new SetUpError("Cannot install the packages: node_modules is a link, and what it leads to has other packages.", [
    "set up the checkout that it leads to, or take the link away",
  ]);
}

/**
 * The platform is part of it: some packages are binaries, and a checkout may be shared between machines.
 * @param {Places} places
 */
function wantedStamp(places) {
  const hash = createHash("sha256").update(readFileSync(places.lockfile)).digest("hex");
  return `${process.platform}-${process.arch} ${hash}\n`;
}
