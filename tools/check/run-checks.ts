// Runs checks two at a time, keeps what each printed in a file, and says how each ended.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./checks.ts";
import { countTests, type Count } from "./count.ts";

export interface CheckRun {
  readonly name: string;
  readonly green: boolean;
  readonly seconds: number;
  readonly count: Count;
  /** Both streams as they came, and the file that keeps them. */
  readonly output: string;
  readonly log: string;
}

export interface RunOptions {
  readonly root: string;
  readonly logs: string;
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly onEnd: (run: CheckRun) => void;
}

export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<readonly CheckRun[]> {
  mkdirSync(options.logs, { recursive: true });
  const waiting = [...checks];
  const runs: CheckRun[] = [];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const run = await runCheck(check, options);
      runs.push(run);
      options.onEnd(run);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, lane));
  return checks.flatMap((check) => runs.filter((run) => run.name === check.name));
}

async function runCheck(check: Check, options: RunOptions): Promise<CheckRun> {
  const log = join(options.logs, `${check.name}.log`);
  const file = openSync(log, "w");
  const start = performance.now();
  let green = true;
  for (const command of check.commands) green = (await runCommand(command, { ...options, file })) && green;
  closeSync(file);
  const seconds = (performance.now() - start) / 1000;
  const output = readFileSync(log, "utf8");
  const count = check.isTestRun ? countTests(output, green) : countAsOne(green);
  return { name: check.name, green: green && count.failed === 0, seconds, count, output, log };
}

function countAsOne(green: boolean): Count {
  return { passed: green ? 1 : 0, failed: green ? 0 : 1, skipped: 0 };
}

interface CommandOptions extends RunOptions {
  readonly file: number;
}

/** A check that hangs is ended with everything that it started, so it leads a process group of its own. */
function runCommand(command: readonly string[], options: CommandOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: options.root,
      stdio: ["ignore", options.file, options.file],
      detached: true,
    });
    running.add(child);
    const timer = setTimeout(() => {
      writeSync(options.file, `\nended: still running after ${options.timeoutMs / 1000} s\n`);
      endGroup(child);
    }, options.timeoutMs);
    child.on("error", () => resolve(false));
    child.on("exit", (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(code === 0);
    });
  });
}

const running = new Set<ChildProcess>();

/** For an interrupted runner: its checks have groups of their own, so no signal of a terminal reaches them. */
export function endRunningChecks(): void {
  for (const child of running) endGroup(child);
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // Gone between the look and the signal: what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
