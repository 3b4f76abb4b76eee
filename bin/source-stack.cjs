// A stack that names the sources, though what runs is a bundle of them.
"use strict";

const { readFileSync } = require("node:fs");
const { SourceMap } = require("node:module");
const { basename, dirname } = require("node:path");

const maps = new Map();

module.exports = function sourceStack(error, frames, folder) {
  let head;
  try {
    head = Error.prototype.toString.call(error);
  } catch {
    head = "Error"; // what was thrown cannot say its name
  }
  return [head].concat(frames.map((frame) => "    at " + placed(frame, folder))).join("\n");
};

function placed(frame, folder) {
  const file = frame.getFileName();
  const origin = file && dirname(file) === folder ? originOf(file, frame) : null;
  if (origin === null) return String(frame);
  const name = frame.getFunctionName();
  return name ? name + " (" + origin + ")" : origin;
}

function originOf(file, frame) {
  try {
    if (!maps.has(file)) maps.set(file, new SourceMap(JSON.parse(readFileSync(file + ".map", "utf8"))));
    const entry = maps.get(file).findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1);
    if (entry.originalSource === undefined) return null;
    return sourceName(entry.originalSource) + ":" + (entry.originalLine + 1) + ":" + (entry.originalColumn + 1);
  } catch {
    return null; // without its map a frame says where it is in the bundle
  }
}

/** `src/cli/check.ts`, wherever the package is installed. */
function sourceName(source) {
  const at = source.lastIndexOf("src/");
  return at === -1 ? basename(source) : source.slice(at);
}
