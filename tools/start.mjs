// npm start [-- ARGS…]: set-up, then the main job.
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { runUnderNode } from "./setup.mjs";

const MAIN_JOB = ["start"];

await runUnderNode([join(root, "bin", "espalier.cjs"), ...MAIN_JOB, ...process.argv.slice(2)]);
