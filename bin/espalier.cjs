#!/usr/bin/env node
// The program's door. Old JavaScript on purpose: any Node must be able to read this file and say what is missing.
//
// 1. A Node that is too old gets one clear line, or, in a checkout, the Node that set-up brought.
// 2. `--version` is answered here, before anything else is loaded.
// 3. Everything else is a package's bundle, or a checkout's TypeScript as it is.
// 4. The bundle is loaded here as well, with compiled code from the last time: another file between would cost a short
//    command a twentieth of all that it does.
"use strict";

const FLOOR = 24;

if (parseInt(process.versions.node, 10) < FLOOR) {
  require("./old-node.cjs")(FLOOR);
} else if (isVersionQuestion(process.argv.slice(2))) {
  process.stdout.write(versionAnswer(process.argv.length > 3));
} else if (require("fs").existsSync(__dirname + "/../src/cli/main.ts")) {
  require("./load-source.cjs");
} else {
  loadBundle(require("path").dirname(__dirname) + "/dist/cli");
}

function isVersionQuestion(args) {
  return args[0] === "--version" && (args.length === 1 || (args.length === 2 && args[1] === "--json"));
}

function versionAnswer(isJson) {
  const version = require("../package.json").version;
  return isJson ? JSON.stringify({ version: version }) + "\n" : "espalier " + version + "\n";
}

/** A chunk is a function in a file, which begins with a digest of itself; `check` has one file for nearly all that it needs. */
function loadBundle(folder) {
  const fs = require("fs");
  const Script = require("vm").Script;
  const cache = userCache();
  const modules = Object.create(null);
  const fresh = [];
  /** Makes what a chunk exports that is in the one file, by the chunk's name. */
  let parts = {};
  let one = {};

  function load(name) {
    const known = modules[name];
    if (known !== undefined) return known.exports;
    const module = modules[name] = { exports: {} };
    if (parts[name] !== undefined) return module.exports = parts[name]();
    const filename = folder + "/" + name;
    const text = fs.readFileSync(filename, "utf8");
    const kept = cache === null ? "" : cache + "/espalier-" + process.version + "-" + process.arch + "/" + name + "-" + text.slice(2, 34);
    const cachedData = cache === null ? undefined : readKept(fs, kept);
    const script = new Script(text, { filename: filename, cachedData: cachedData });
    if (cache !== null && (cachedData === undefined || script.cachedDataRejected)) keepAtTheEnd(kept, script);
    script.runInThisContext()(module.exports, requireFrom, module, filename, folder);
    return module.exports;
  }

  function keepAtTheEnd(file, script) {
    if (fresh.push([file, script]) > 1) return;
    process.once("exit", function keepAll() {
      require("./keep-compiled.cjs")(fresh, one.compileText);
    });
  }

  /** Packages, which only some verbs need, have what Node keeps. */
  let keepsPackages = false;
  function requireFrom(name) {
    if (name.slice(0, 2) === "./") return load(name.slice(2));
    if (!keepsPackages && cache !== null && name.slice(0, 5) !== "node:") {
      keepsPackages = true;
      require("node:module").enableCompileCache(cache);
    }
    return require(name);
  }

  Error.prepareStackTrace = function namingSources(error, frames) {
    return require("./source-stack.cjs")(error, frames, folder);
  };
  if (process.argv[2] === "check") {
    one = load("check.cjs");
    parts = one.parts;
  }
  else load("main.cjs");
}

/** Where only this user writes: a cache in a shared folder could be somebody else's code. */
function userCache() {
  const env = process.env;
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME + "/espalier/compile";
  try {
    // What node:os answers as well, which is loaded only where that is not all.
    const home = process.platform !== "win32" && env.HOME ? env.HOME : require("os").homedir();
    return home + "/.cache/espalier/compile";
  } catch (error) {
    return without(null, error); // a user without a home (a container's made-up uid)
  }
}

/** Compiled code is there twice, and taken only if both are the same: see keep-compiled.cjs. */
function readKept(fs, file) {
  try {
    const bytes = fs.readFileSync(file);
    const half = bytes.length / 2;
    const data = bytes.subarray(0, half);
    return half > 0 && data.equals(bytes.subarray(half)) ? data : undefined;
  } catch (error) {
    return without(undefined, error); // the first time
  }
}

/** What the system refuses is done without; old JavaScript has no `catch` that need not name it. */
function without(value, error) {
  if (error instanceof Error) return value;
  throw error;
}
