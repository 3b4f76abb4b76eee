// Loads the command line: a checkout's TypeScript as it is, or a package's JavaScript.
"use strict";

const { existsSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { homedir } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const root = join(__dirname, "..");
const source = join(root, "src", "cli", "main.ts");
const isCheckout = existsSync(source);

// Compiled code is kept where only this user writes: a cache in a shared folder could be somebody else's code.
// Measured with the kernel and zod: 270 ms to start instead of 710.
const cache = isCheckout ? join(root, ".toolchain", "compile-cache") : userCache();
if (cache !== null) enableCompileCache(cache);

import(pathToFileURL(isCheckout ? source : join(root, "dist", "cli", "main.js")).href);

function userCache() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "espalier", "compile");
  try {
    return join(homedir(), ".cache", "espalier", "compile");
  } catch {
    return null; // a user without a home (a container's made-up uid) goes without
  }
}
