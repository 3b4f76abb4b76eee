// Where set-up puts things. Everything is inside the checkout and ignored by git.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout that these tools belong to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @typedef {{ root: string, toolchain: string, lock: string, node: string, nodeModules: string, lockfile: string, stamp: string }} Places */

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
    /** The stable place of Node 24: a link into the folder of the pinned version. */
    node: join(toolchain, "bin", "node"),
    nodeModules: join(checkout, "node_modules"),
    lockfile: join(checkout, "package-lock.json"),
    stamp: join(checkout, "node_modules", ".set-up"),
  };
}
