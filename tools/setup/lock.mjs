// One set-up at a time in a checkout.
//
// The lock is a file that holds its owner's process id. It is made by link(), which fails when the name exists, so
// that it never exists without its content. A lock whose owner is gone (a killed run) is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetUpError } from "./set-up-error.mjs";

const POLL_MS = 200;
const WAIT_AT_MOST_MS = 15 * 60_000;

/**
 * @template T
 * @param {string} path
 * @param {() => T | Promise<T>} work
 * @param {{ say?: (line: string) => void, waitMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { say = () => {}, waitMs = WAIT_AT_MOST_MS } = {}) {
  makeFolder(dirname(path));
  const deadline = Date.now() + waitMs;
  let told = false;
  while (!acquire(path)) {
    const owner = ownerOf(path);
    if (owner !== null && !isAlive(owner)) takeAway(path, owner);
    else if (Date.now() > deadline) throw tooLong(path, owner);
    else {
      if (!told && owner !== null) say(`waiting for another set-up of this checkout (process ${owner})`);
      told ||= owner !== null;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Also shows that something can be written there: a folder may be another user's.
 * @param {string} folder
 */
function makeFolder(folder) {
  const probe = join(folder, `probe.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new SetUpError(`Cannot set up: nothing can be written to ${folder} (${said}).`, [
      "clone into a folder of your own, on a disk with space",
      `if it is another user's, or no folder: remove ${folder}`,
    ]);
  }
}

/** @param {string} path */
function acquire(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} path */
function ownerOf(path) {
  try {
    const pid = Number.parseInt(readFileSync(path, "utf8"), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * Two waiters may see the same dead owner, and the slower one would remove the quicker one's fresh lock. So the lock is
 * moved aside first and put back if it is not the dead one.
 * @param {string} path
 * @param {number} deadOwner
 */
function takeAway(path, deadOwner) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (ownerOf(aside) !== deadOwner) linkSync(aside, path);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} path @param {number | null} owner */
function tooLong(path, owner) {
  return new SetUpError(`Cannot set up: another set-up (process ${owner ?? "unknown"}) has held ${path} too long.`, [
    "wait for it to end, or end it",
    `if no other set-up runs: rm ${path}`,
  ]);
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
