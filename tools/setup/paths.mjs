// Where set-up puts things. Everything is inside the checkout and ignored by git.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout that these tools belong to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @typedef {object} Places
 * @property {string} root the checkout
 * @property {string} toolchain everything that set-up brings, but for node_modules
 * @property {string} lock
 * @property {string} node the stable place of Node 24: bin/ is a link into the folder of the pinned version
 * @property {string} lockfile
 * @property {string} stamp written last, when the packages are all there
 */

/**
 * @param {string} checkout
 * @returns {Places}
 */
export function layout(checkout) {
  const toolchain = join(checkout, ".toolchain");
  return {
    root: checkout,
    toolchain,
    lock: join(toolchain, "lock"),
    node: join(toolchain, "bin", "node"),
    lockfile: join(checkout, "package-lock.json"),
    stamp: join(checkout, "node_modules", ".set-up"),
  };
}
