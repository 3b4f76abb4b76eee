// A place where a document's examples run: a copy of the tree, with a home of its own, and nothing fetched again.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Block } from "./blocks.ts";

const TIMEOUT_MS = 180_000;
const SHARED = ["node_modules", ".toolchain"];

export interface Stage {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

export function makeStage(root: string): Stage {
  const top = mkdtempSync(join(tmpdir(), "espalier-examples-"));
  const folder = join(top, "espalier");
  for (const path of trackedAndNew(root)) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(folder, path));
  }
  for (const name of SHARED) if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  const programs = join(top, "programs");
  mkdirSync(programs);
  symlinkSync(join(folder, "bin", "espalier.cjs"), join(programs, "espalier"));
  return { folder, env: environment(top, programs), remove: () => rmSync(top, { recursive: true, force: true }) };
}

/** What went wrong, or null. */
export function runBlock(block: Block, { folder, env }: Stage): string | null {
  const run = spawnSync("bash", ["-euo", "pipefail", "-c", block.script], {
    cwd: folder,
    env,
    encoding: "utf8",
    timeout: TIMEOUT_MS,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status !== 0) return `exit ${run.status ?? run.signal}\n${run.stdout}${run.stderr}`;
  if (block.output === null || run.stdout === block.output) return null;
  return `it printed\n${run.stdout}and the document says\n${block.output}`;
}

function trackedAndNew(root: string): readonly string[] {
  const flags = ["-z", "--cached", "--others", "--exclude-standard"];
  const list = spawnSync("git", ["ls-files", ...flags], { cwd: root, encoding: "utf8" });
  return list.stdout.split("\0").filter((path) => path !== "");
}

/** Nothing of the person who runs the tests is read or written: neither their home nor npm's variables. */
function environment(top: string, programs: string): NodeJS.ProcessEnv {
  const { PATH = "", LANG = "C.UTF-8" } = process.env;
  const own = (name: string): string => join(top, "home", name);
  return {
    PATH: `${programs}${delimiter}${PATH}`,
    LANG,
    HOME: join(top, "home"),
    XDG_STATE_HOME: own("state"),
    XDG_CONFIG_HOME: own("config"),
    XDG_CACHE_HOME: own("cache"),
    XDG_DATA_HOME: own("data"),
    NO_COLOR: "1",
  };
}
