// What a check has skipped, a line each with its reason: nothing passes by being skipped silently.
import type { CheckRun } from "./run-checks.ts";

/** How the spec reporter of node:test marks a test that it skipped, and how a suite of our own says that it was. */
const ofTests = /^\s*﹣ (.+?) \(\d+(?:\.\d+)?ms\) # (.*)$/;
const ofSuites = /^sandbox: skipped: (.*)$/;

export function skipLines(runs: readonly CheckRun[]): readonly string[] {
  const lines = runs.flatMap((run) => run.output.split("\n").flatMap((line) => {
    const [, test = "", reason = ""] = ofTests.exec(line) ?? [];
    const what = ofSuites.exec(line)?.[1] ?? (test === "" ? null : `${test}: ${reason === "SKIP" ? "it gives no reason" : reason}`);
    return what === null ? [] : [`skipped ${run.name}: ${what}`];
  }));
  return [...new Set(lines)];
}
