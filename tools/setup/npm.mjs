// Runs npm, and turns its failures into one clear error that names what could not be fetched.
import { spawnSync } from "node:child_process";
import { SetUpError } from "./set-up-error.mjs";

// npm's own patience (three tries, up to a minute apart) makes an offline machine wait for minutes.
const IMPATIENT = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"];
const QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", "--prefer-offline"];
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|E407|E403)\b/;

/**
 * @param {string[]} args
 * @param {{ cwd: string, what: string, env?: NodeJS.ProcessEnv }} options `what` completes «Cannot fetch …»
 */
export function npm(args, { cwd, what, env = process.env }) {
  const child = spawnSync("npm", [...args, ...QUIET, ...IMPATIENT], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status === 0) return;
  throw npmFailure(`${child.error?.message ?? ""}${child.stdout ?? ""}${child.stderr ?? ""}`, what);
}

/**
 * @param {string} output
 * @param {string} what
 */
export function npmFailure(output, what) {
  const code = UNREACHABLE.exec(output)?.[1];
  if (code) {
    const host = /https?:\/\/[^/\s]+/.exec(output)?.[0] ?? "the npm registry";
    return new SetUpError(`Cannot fetch ${what}: ${host} does not answer (${code}).`, [
      "connect this machine to the network (only the npm registry is needed), then run the same command again",
      "behind a mirror or a proxy: npm config set registry URL, npm config set proxy URL",
    ]);
  }
  if (/\bENOENT\b/.test(output) && /spawn/.test(output)) {
    return new SetUpError(`Cannot fetch ${what}: npm is not installed.`, ["install npm (it usually comes with Node)"]);
  }
  const tail = output.trim().split("\n").slice(-12).join("\n");
  return new SetUpError(`Cannot install ${what}: npm failed.\n${tail}`, ["run the same command again"]);
}
