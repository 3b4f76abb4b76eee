// What `npm test` prints: a failing check's own words, then a table, then one plain line.
import type { Absent } from "./checks.ts";
import type { CheckRun } from "./run-checks.ts";

const TAIL_LINES = 200;

export function failureText(run: CheckRun): string {
  const lines = run.output.trimEnd().split("\n");
  const left = lines.length - TAIL_LINES;
  const note = left > 0 ? [`… ${left} lines before these are in ${run.log}`] : [];
  return [`── ${run.name} failed ──`, ...note, ...lines.slice(-TAIL_LINES), ""].join("\n");
}

export function tableText(runs: readonly CheckRun[], absent: readonly Absent[], seconds: number): string {
  const lines = [
    row("check", "seconds", ""),
    ...runs.map((run) => row(run.name, run.seconds.toFixed(1), `${run.green ? "ok" : "FAILED"}${details(run)}`)),
    ...absent.map((check) => row(check.name, "–", `left out: ${check.absent}`)),
    row("total", seconds.toFixed(1), ""),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

export function closingLine(runs: readonly CheckRun[]): string {
  const passed = runs.reduce((sum, run) => sum + run.count.passed, 0);
  const failed = runs.reduce((sum, run) => sum + run.count.failed, 0);
  return `${passed} passed, ${failed} failed`;
}

function details(run: CheckRun): string {
  const { passed, failed, skipped } = run.count;
  if (passed + failed + skipped <= 1) return "";
  return `  ${passed} tests${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function row(name: string, seconds: string, rest: string): string {
  return `${name.padEnd(11)} ${seconds.padStart(8)}  ${rest}`;
}
