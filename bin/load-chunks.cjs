// Loads the bundle, with compiled code from the last time.
//
// 1. Node's own compile cache keeps a script as it was before it ran, without the functions that it compiled when they
//    were called; most of a short command's time went there. So a chunk's code is kept as it is when the command ends.
// 2. A chunk's code is known by the digest that it begins with, and by Node's version; V8 itself compares only lengths.
// 3. It is written twice over, and taken only if both halves are the same: V8 does not look whether it was damaged, and
//    to compare is quicker than to load a hash.
// 4. Nothing here may fail for the cache's sake: what cannot be read or written is done without.
"use strict";

const fs = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const DIGEST = 32;

loadChunks(join(__dirname, "..", "dist", "cli"), userCache());

function loadChunks(folder, cacheFolder) {
  const cache = cacheFolder === null ? null : join(cacheFolder, "espalier-" + process.version + "-" + process.arch);
  const modules = new Map();
  const fresh = [];

  /** Packages, which only some verbs need, have what Node keeps. */
  let keepsPackages = false;
  function requireFrom(name) {
    if (name.startsWith("./")) return load(name.slice(2));
    if (!keepsPackages && cacheFolder !== null && !name.startsWith("node:")) {
      keepsPackages = true;
      require("node:module").enableCompileCache(cacheFolder);
    }
    return require(name);
  }

  function load(name) {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const filename = join(folder, name);
    const text = fs.readFileSync(filename, "utf8");
    const kept = cache === null ? null : join(cache, name + "-" + text.slice(2, 2 + DIGEST));
    const cachedData = kept === null ? undefined : readTwice(kept);
    const script = new vm.Script(text, { filename, cachedData });
    if (kept !== null && (cachedData === undefined || script.cachedDataRejected)) fresh.push([kept, script]);
    script.runInThisContext()(module.exports, requireFrom, module, filename, folder);
    return module.exports;
  }

  /** What other chunks ask it for by its parts' names is in it already. */
  function loadParts(name) {
    const parts = load(name);
    for (const part of Object.keys(parts)) modules.set(part, { exports: parts[part] });
  }

  Error.prepareStackTrace = function namingSources(error, frames) {
    return require("./source-stack.cjs")(error, frames, folder);
  };
  process.once("exit", function keepAll() {
    for (const [file, script] of fresh) writeTwice(file, script.createCachedData());
  });
  if (process.argv[2] === "check") loadParts("check.cjs");
  else load("main.cjs");
}

/** Where only this user writes: a cache in a shared folder could be somebody else's code. */
function userCache() {
  const { XDG_CACHE_HOME, HOME } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "espalier", "compile");
  try {
    // What node:os answers as well, which is loaded only where that is not all.
    const home = process.platform !== "win32" && HOME ? HOME : require("node:os").homedir();
    return join(home, ".cache", "espalier", "compile");
  } catch {
    return null; // a user without a home (a container's made-up uid) goes without
  }
}

function readTwice(file) {
  try {
    const bytes = fs.readFileSync(file);
    const half = bytes.length / 2;
    const data = bytes.subarray(0, half);
    return half > 0 && data.equals(bytes.subarray(half)) ? data : undefined;
  } catch {
    return undefined; // the first time
  }
}

/** Under another name first, so that a process that reads meanwhile sees all of it or nothing. */
function writeTwice(file, data) {
  const part = file + "." + process.pid;
  try {
    fs.mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    fs.writeFileSync(part, Buffer.concat([data, data]), { mode: 0o600, flag: "wx" });
    fs.renameSync(part, file);
  } catch {
    removePart(part);
  }
}

function removePart(part) {
  try {
    fs.rmSync(part, { force: true });
  } catch {
    // a folder in which nothing can be written
  }
}
