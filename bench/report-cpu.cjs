// Preloaded into what is measured: tells its processor time on a descriptor of its own, in microseconds.
"use strict";

process.once("exit", () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeSync(3, String(user + system));
});
