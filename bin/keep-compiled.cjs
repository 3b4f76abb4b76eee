// Keeps the compiled code of the bundle's chunks, for the next time.
//
// 1. Node's own compile cache keeps a script as it was before it ran, without the functions that it compiled when they
//    were called; most of a short command's time went there. So a chunk's code is kept as it is when the command ends.
// 2. A chunk's code is known by the digest that it begins with, and by Node's version; V8 itself compares only lengths.
// 3. It is written twice over, and taken only if both halves are the same: V8 does not look whether it was damaged, and
//    to compare is quicker than to load a hash.
// 4. Nothing here may fail for the cache's sake: what cannot be written is done without.
"use strict";

const fs = require("node:fs");
const { dirname, join } = require("node:path");

module.exports = function keepCompiled(scripts, compileText) {
  if (compileText !== undefined) callAll(compileText);
  for (const [file, script] of scripts) writeTwice(file, script.createCachedData());
};

/** Of a small file that is checked first little was called: a workflow that ships calls nearly all that one can. */
function callAll(compileText) {
  try {
    compileText(join(dirname(__dirname), "recipes", "feature", "feature.esp"), { config: null, proofs: null });
  } catch {
    // then what was called is kept, and no more
  }
}

/** Under another name first, so that a process that reads meanwhile sees all of it or nothing. */
function writeTwice(file, data) {
  const part = file + "." + process.pid;
  try {
    fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
