// npm run build: dist/ for the published package: the exported rooms as modules with their types, the command line as
// a bundle (docs/decisions/0032).
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");
const EXPORTED = ["kernel", "ports"];

// A file that was deleted from src/ must not live on in dist/.
rmSync(DIST, { recursive: true, force: true });
process.exitCode = build();

function build(): number {
  const types = run([join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", join(ROOT, "tsconfig.build.json")]);
  if (types !== 0) return types;
  // What runs inside a sandbox runs there by itself, beside no other file of ours.
  const inside = ["sandbox/conformance/in-box", "sandbox/conformance/egress-in-box", "sandbox/inside/attendant", "sandbox/inside/lister", "agents/inside/acp-driver"]
    .map((name) => [basename(name), readFileSync(join(DIST, `${name}.js`))] as const);
  for (const name of readdirSync(DIST)) if (!EXPORTED.includes(name)) rmSync(join(DIST, name), { recursive: true });
  const bundled = run([join(ROOT, "tools", "bundle.mjs")]);
  for (const [name, text] of bundled === 0 ? inside : []) writeFileSync(join(DIST, "cli", `${name}.mjs`), text);
  return bundled;
}

function run(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
}
