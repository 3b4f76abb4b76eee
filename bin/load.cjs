// Loads the command line: a checkout's TypeScript as it is, or a package's bundle.
"use strict";

const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const source = join(root, "src", "cli", "main.ts");

// Compiled code is kept where only this user writes: a cache in a shared folder could be somebody else's code.
// Measured with the kernel and zod: 270 ms to start instead of 710.
if (existsSync(source)) {
  require("node:module").enableCompileCache(join(root, ".toolchain", "compile-cache"));
  import(require("node:url").pathToFileURL(source).href);
} else {
  require("./load-chunks.cjs")(join(root, "dist", "cli"), userCache());
}

function userCache() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "espalier", "compile");
  try {
    return join(require("node:os").homedir(), ".cache", "espalier", "compile");
  } catch {
    return null; // a user without a home (a container's made-up uid) goes without
  }
}
