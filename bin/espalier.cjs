#!/usr/bin/env node
// Starts Espalier. Plain CommonJS, so that any Node can read it and say what is missing.
"use strict";

const path = require("node:path");

import(path.join(__dirname, "..", "src", "cli", "main.ts"));
