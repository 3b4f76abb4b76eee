// Preloaded in tests (--require): makes a Node say that it is an old one, so that every machine can show the old paths.
"use strict";

Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });
