// What npm does not have and a distribution does. Installed by its package manager when we are root, and said so;
// otherwise only named, with the command. Nothing here stops set-up.
import { spawnSync } from "node:child_process";
import { installCommand } from "./machine.mjs";

const TIMEOUT_MS = 180_000;

/**
 * @typedef {object} Means
 * @property {(line: string) => void} say
 * @property {(command: string) => boolean} [run] whether the command succeeded
 */

/**
 * @param {import("./facts.mjs").Facts} facts
 * @param {Means} means
 * @returns {boolean} whether bubblewrap is there now
 */
export function bringBubblewrap(facts, { say, run = runQuietly }) {
  if (facts.platform !== "linux" || facts.bubblewrap) return facts.bubblewrap !== null;
  const command = installCommand(facts, "bubblewrap");
  if (!facts.isRoot || command === null) return false; // the table has said what to do
  say(`set-up: as root, installing bubblewrap by the system's package manager: ${command}`);
  const refresh = facts.packageManager === "apt-get" ? "apt-get update" : null;
  if (run(command) || (refresh !== null && run(refresh) && run(command))) return true;
  say(`set-up: bubblewrap could not be installed (sandboxes need it); later: ${command}`);
  return false;
}

/** @param {string} command a program and its arguments, no quoting */
function runQuietly(command) {
  const [program = "", ...args] = command.split(" ");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { stdio: "ignore", timeout: TIMEOUT_MS, env }).status === 0;
}
