// What happens on a Node that is too old. Old JavaScript on purpose, like espalier.cjs.
"use strict";

const childProcess = require("child_process");
const fs = require("fs");
const path = require("path");

const ROOT = path.join(__dirname, "..");

module.exports = function onOldNode(floor) {
  const brought = path.join(ROOT, ".toolchain", "bin", "node");
  const isCheckout = fs.existsSync(path.join(ROOT, "tools", "setup.mjs"));
  if (isCheckout && fs.existsSync(brought)) continueUnder(brought);
  else if (isCheckout) refuse(floor, "Run npm start in this checkout once: it brings Node " + floor + ".");
  else refuse(floor, "Install Node " + floor + " from your package manager or https://nodejs.org, and run it again.");
};

function refuse(floor, remedy) {
  const found = "this is Node " + process.versions.node + " (" + process.execPath + "). ";
  process.stderr.write("espalier needs Node " + floor + " or later; " + found + remedy + "\n");
  process.exitCode = 2;
}

/** Signals go to the one that does the work, and its end becomes ours. */
function continueUnder(node) {
  const child = childProcess.spawn(node, process.argv.slice(1), { stdio: "inherit" });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function forward(signal) {
    process.on(signal, function onSignal() {
      // A terminal sends Ctrl-C to both; only what came to us alone is passed on.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  });
  child.on("error", function onError(error) {
    const remedy = "Run npm start to set up this checkout again.";
    process.stderr.write("Cannot run " + node + ": " + error.message + ". " + remedy + "\n");
    process.exitCode = 1;
  });
  child.on("exit", function onExit(code, signal) {
    process.exitCode = signal ? 128 + (require("os").constants.signals[signal] || 0) : code;
  });
}
