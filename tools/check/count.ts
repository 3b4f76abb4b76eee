// How many tests a `node --test` run had, read from the summary that its spec reporter ends with.

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * A run that died before its summary counts as one failure: a check that crashed must never look empty and green.
 */
export function countTests(output: string, exitedGreen: boolean): Count {
  const passed = summaryNumber(output, "pass");
  if (passed === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = (summaryNumber(output, "fail") ?? 0) + (summaryNumber(output, "cancelled") ?? 0);
  const skipped = (summaryNumber(output, "skipped") ?? 0) + (summaryNumber(output, "todo") ?? 0);
  return { passed, failed: Math.max(failed, exitedGreen ? 0 : 1), skipped };
}

/** The last such line is the summary of the whole run; tests may print lines that look alike before it. */
function summaryNumber(output: string, word: string): number | undefined {
  const found = [...output.matchAll(new RegExp(`^(?:\\u001b\\[\\d+m)*ℹ ${word} (\\d+)`, "gm"))].at(-1);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
