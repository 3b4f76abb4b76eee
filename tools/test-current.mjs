// npm run test-current: what a Node can break, under Node's current release. CI runs it after `npm test`, which runs
// everything under Node 24.
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { runUnderNode, setUpCurrent } from "./setup.mjs";

// Types, lint, rooms and tidy do not depend on the Node; search and simulation are long, and are the brain and the host,
// which these try as well; what `other` and the examples ask the program, the package's test asks in short.
const CHECKS = ["unit", "scenarios", "contracts", "fault", "package"];

await runUnderNode([join(root, "tools", "check", "main.ts"), "--logs=checks-current", ...CHECKS], setUpCurrent);
