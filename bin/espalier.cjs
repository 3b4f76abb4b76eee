#!/usr/bin/env node
// The program's door. Old JavaScript on purpose: any Node must be able to read this file and say what is missing.
//
// 1. A Node that is too old gets one clear line, or, in a checkout, the Node that set-up brought.
// 2. `--version` is answered here, before anything else is loaded.
// 3. Everything else is a package's bundle, or a checkout's TypeScript as it is.
"use strict";

const FLOOR = 24;

if (parseInt(process.versions.node, 10) < FLOOR) {
  require("./old-node.cjs")(FLOOR);
} else if (isVersionQuestion(process.argv.slice(2))) {
  process.stdout.write(versionAnswer(process.argv.length > 3));
} else {
  require(isCheckout() ? "./load-source.cjs" : "./load-chunks.cjs");
}

function isCheckout() {
  return require("fs").existsSync(__dirname + "/../src/cli/main.ts");
}

function isVersionQuestion(args) {
  return args[0] === "--version" && (args.length === 1 || (args.length === 2 && args[1] === "--json"));
}

function versionAnswer(isJson) {
  const version = require("../package.json").version;
  return isJson ? JSON.stringify({ version: version }) + "\n" : "espalier " + version + "\n";
}
