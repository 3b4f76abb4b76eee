// The check runner behind `npm test`: every check, or only those named on the command line. What they print is kept in
// .toolchain/checks, or in the folder there that --logs=NAME names.
import { join } from "node:path";
import { allChecks, isAbsent } from "./checks.ts";
import { closingLine, failureText, tableText } from "./report.ts";
import { endRunningChecks, runChecks } from "./run-checks.ts";
import { skipLines } from "./skips.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const LOGS = "--logs=";
const AT_ONCE = 2;
const TIMEOUT_MS = 9 * 60_000;

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  process.on(signal, () => {
    endRunningChecks();
    process.exit(code);
  });
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const logs = args.findLast((arg) => arg.startsWith(LOGS))?.slice(LOGS.length) ?? "checks";
  const names = args.filter((arg) => !arg.startsWith(LOGS));
  const known = allChecks(ROOT);
  const unknown = names.filter((name) => !known.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`Cannot run ${unknown.join(", ")}: the checks are ${known.map((check) => check.name).join(" ")}`);
    return 2;
  }
  const chosen = names.length === 0 ? known : known.filter((check) => names.includes(check.name));
  console.log(`Node ${process.versions.node}`);
  const start = performance.now();
  const runs = await runChecks(
    chosen.flatMap((check) => (isAbsent(check) ? [] : [check])),
    {
      root: ROOT,
      logs: join(ROOT, ".toolchain", logs),
      atOnce: AT_ONCE,
      timeoutMs: TIMEOUT_MS,
      onEnd: (run) => console.log(run.green ? `ok     ${run.name}` : failureText(run)),
    },
  );
  console.log(`\n${tableText(runs, chosen.filter(isAbsent), (performance.now() - start) / 1000)}\n`);
  for (const line of skipLines(runs)) console.log(line);
  console.log(closingLine(runs));
  return runs.every((run) => run.green) ? 0 : 1;
}
