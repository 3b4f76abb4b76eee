// npm run build: dist/ from src/, as JavaScript and types, for the published package.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

// A file that was deleted from src/ must not live on in dist/.
rmSync(join(ROOT, "dist"), { recursive: true, force: true });
const run = spawnSync(process.execPath, [TSC, "-p", join(ROOT, "tsconfig.build.json")], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
