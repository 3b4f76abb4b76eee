// npm test [-- CHECK…]: set-up, then every check, or only the named ones.
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { runUnderNode } from "./setup.mjs";

await runUnderNode([join(root, "tools", "check", "main.ts"), ...process.argv.slice(2)]);
