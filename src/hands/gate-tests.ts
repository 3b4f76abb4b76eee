/**
 * Which tests a gate's run names: by the files of results that it left, else by what it printed. They never make a gate
 * green; they only demand more than its exit code (E1, E8).
 *
 * What failed here is expected of a later green run (T8), and what passed of every refactoring. So names are reported only
 * where both runs give the same ones: not where a file or class failed as a whole, whose tests are named only once it
 * loads; not where something failed that has no name; not where a part of the output or of the reports is missing.
 */

import type { TestIds } from '../kernel/facts.ts';
import type { GateDecl } from '../kernel/ir.ts';
import { workspacePath } from '../ports/sandbox.ts';
import type { ReturnedFile } from '../ports/sandbox.ts';
import { namedTests, type NamedTests } from './distil/named-tests.ts';
import { readReport } from './results/read-report.ts';
import { resultLimits } from './results/result-limits.ts';
import type { TestFailure } from './results/test-results.ts';
import type { Ended } from './run-box.ts';

/** What the files of one gate may hold together: what a box hands back. */
const mostReportBytes = 16 << 20;
/** Names are journaled, of each landing all of them: more than these stay in the log. */
const mostTests = 5_000;
const mostCharacters = 262_144;

export interface GateTests {
  readonly tests?: TestIds;
  /** What the reports say failed, for showing. */
  readonly failures: readonly TestFailure[];
  /** A line for each report: what it held, or why it could not be read. */
  readonly notes: readonly string[];
}

/** What is asked back of the box. */
export function reportsOf({ reports = [] }: GateDecl): readonly ReturnedFile[] {
  const mostBytes = Math.min(resultLimits.fileBytes, Math.floor(mostReportBytes / Math.max(1, reports.length)));
  return reports.map((path) => ({ path: `${workspacePath}/${path}`, mostBytes }));
}

/** `stale`: reports that lay in the candidate already, which nobody can tell from what this run said. */
export function gateTests(gate: GateDecl, ended: Ended, stale: ReadonlySet<string>): GateTests {
  const read = (gate.reports ?? []).map((path) => {
    if (stale.has(path)) return { path, why: 'it is a file of the candidate, so it may be of another run' };
    const file = ended.returned.get(`${workspacePath}/${path}`) ?? { why: 'the command did not end by itself' };
    return { path, ...('why' in file ? file : readReport(path, file)) };
  });
  const notes = read.map((one) => `report ${one.path}: ${'why' in one ? `not read: ${one.why}` : summary(one)}`);
  const failures = read.flatMap((one) => ('why' in one ? [] : one.failures));
  const exit = ended.outcome.kind === 'exit' ? ended.outcome.code : null;
  const named = namedOf(ended, read);
  const tests = gate.role !== 'tests' || named === null || exit === null || failures.some(({ isWhole }) => isWhole) ? null : soundNames(named, exit);
  return { ...(tests === null ? {} : { tests }), failures, notes };
}

type Read = ({ readonly path: string; readonly why: string } | ({ readonly path: string; readonly isOfTests: boolean; readonly skipped: number; readonly failures: readonly TestFailure[] } & NamedTests));

function summary(one: Exclude<Read, { readonly why: string }>): string {
  return one.isOfTests ? `${one.passed.length} passed, ${one.failed.length} failed, ${one.skipped} skipped` : `${one.failures.length} found, ${one.skipped} suppressed`;
}

/** A gate that reports its tests is known by its reports alone: printed names are others. */
function namedOf({ output }: Ended, read: readonly Read[]): NamedTests | null {
  const ofTests = read.flatMap((one) => ('why' in one || !one.isOfTests ? [] : [one]));
  if (read.some((one) => 'why' in one)) return null;
  if (ofTests.length > 0) {
    const failed = new Set(ofTests.flatMap((one) => one.failed));
    const passing = (ids: readonly string[]): readonly string[] => [...new Set(ids)].filter((id) => !failed.has(id)).toSorted();
    return { passed: passing(ofTests.flatMap(({ passed }) => passed)), failed: [...failed].toSorted(), groups: passing(ofTests.flatMap(({ groups }) => groups)) };
  }
  if (!output.stdout.isWhole || !output.stderr.isWhole) return null;
  return namedTests({ stdout: output.stdout.bytes(), stderr: output.stderr.bytes() });
}

/** The names of a run, where another run of the same tests has the same; else `null`. */
export function soundNames({ passed, failed, groups }: NamedTests, exit: number): TestIds | null {
  if (passed.length + failed.length === 0 || failed.some(isFile)) return null;
  if (exit !== 0 && failed.length === 0) return null;
  const all = [...new Set([...passed.filter((id) => !isFile(id)), ...groups])].toSorted();
  const characters = [...all, ...failed].reduce((sum, id) => sum + id.length, 0);
  return all.length + failed.length > mostTests || characters > mostCharacters ? null : { passed: all, failed };
}

/** Named as a file: runners name so what they could not load, or what ended before its first test. */
function isFile(id: string): boolean {
  return /^\S*\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php)$/.test(id.split(' › ').at(-1) ?? '');
}
