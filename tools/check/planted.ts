// A folder with planted violations, for showing that a checker can fail.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "..", "..");

export interface Planted {
  readonly folder: string;
  readonly remove: () => void;
}

/** Writes `files` (path → text) into a new folder, beside copies of this checkout's own settings. */
export function plant(files: Readonly<Record<string, string>>, settings: readonly string[] = []): Planted {
  const folder = mkdtempSync(join(tmpdir(), "espalier-planted-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of settings) copyFileSync(join(ROOT, name), join(folder, name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function runNode(args: readonly string[], cwd: string = ROOT): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
}
