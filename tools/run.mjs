// node tools/run.mjs FILE [ARGS…]: runs one of this checkout's TypeScript files under Node 24, set-up done first.
import { runUnderNode } from "./setup.mjs";

await runUnderNode(process.argv.slice(2));
