/** What the run of all suites tells: a table of checks and back-ends, what was skipped and why, and the sums. */

import { memoryChecks } from '../../src/sandbox/conformance/endings.ts';
import { isGreen } from '../contracts/sandbox-suite.ts';
import type { Parts, Suite } from './run-parts.ts';

export type Cell = 'held' | 'not held' | 'FAILED' | '–';

export interface Row {
  readonly id: string;
  readonly cells: readonly Cell[];
  /** Whether the check fails without a box, as most have to. */
  readonly leaks: boolean;
}

export function rowsOf(suites: readonly Suite[]): readonly Row[] {
  const reports = suites.flatMap(({ report }) => (typeof report === 'string' ? [] : [report]));
  const checks = new Set(reports.flatMap((report) => report.checks.map(({ id }) => id)));
  const capabilities = new Set(reports.flatMap(({ holds }) => Object.keys(holds ?? {})));
  const leaks = new Set(reports.flatMap((report) => report.leaks));
  return [
    ...[...checks].map((id) => ({ id, cells: suites.map((suite) => cellOf(suite, id)), leaks: leaks.has(id) })),
    ...[...capabilities].map((name) => ({ id: `holds ${name}`, cells: suites.map((suite) => heldOf(suite, name)), leaks: false })),
  ];
}

function cellOf({ report }: Suite, id: string): Cell {
  if (typeof report === 'string' || report.skipped !== null) return '–';
  const check = report.checks.find((one) => one.id === id);
  if (check !== undefined) return check.ok ? 'held' : 'FAILED';
  return report.holds?.memory.held === false && memoryChecks.includes(id) ? 'not held' : '–';
}

function heldOf({ report }: Suite, name: string): Cell {
  if (typeof report === 'string' || report.holds === null) return '–';
  const held = Object.entries(report.holds).find(([one]) => one === name)?.[1].held;
  return held === undefined ? '–' : held ? 'held' : 'not held';
}

export function tableText({ suites, tests }: Parts): string {
  const heads = suites.map(({ backEnd, user }) => `${backEnd} ${user}`);
  const width = (at: number): number => Math.max(8, heads[at]?.length ?? 0);
  const line = (id: string, cells: readonly string[], control: string): string =>
    [id.padEnd(26), ...cells.map((cell, at) => cell.padEnd(width(at))), control].join('  ').trimEnd();
  const faults = suites.flatMap(faultsOf);
  const skips = [...suites.flatMap(skipsOf), ...tests.skipped.map((what) => `test ${what}`)];
  return [
    line('check', heads, 'no box'), ...rowsOf(suites).map(({ id, cells, leaks }) => line(id, cells, leaks ? 'leaks' : '')), '',
    line('seconds', suites.map(({ seconds }) => seconds.toFixed(1)), ''), '',
    ...(tests.failed === 0 ? [] : ['── tests of test/sandboxes ──', tests.output]),
    ...faults.map((fault) => `FAILED  ${fault}`), ...skips.map((skip) => `skipped ${skip}`),
    `tests of test/sandboxes: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped.length} skipped, ${tests.seconds.toFixed(1)} s`,
    sums(suites),
  ].join('\n');
}

function faultsOf({ backEnd, user, report }: Suite): readonly string[] {
  const who = `${backEnd} ${user}`;
  if (typeof report === 'string') return [`${who}: ${report}`];
  const failed = report.checks.filter(({ ok }) => !ok).map(({ id, says, detail }) => `${who}: ${id}: ${says} ${detail}`);
  const hasControl = report.skipped !== null || report.isControlled;
  return [...failed, ...(hasControl ? [] : [`${who}: without a box only ${report.leaks.length} checks fail: they show too little`])];
}

function skipsOf({ backEnd, user, report }: Suite): readonly string[] {
  if (typeof report === 'string') return [];
  return [...(report.skipped === null ? [] : [report.skipped]), ...report.notes].map((why) => `${backEnd} ${user}: ${why}`);
}

function sums(suites: readonly Suite[]): string {
  const cells = rowsOf(suites).flatMap((row) => row.cells);
  const count = (cell: Cell): number => cells.filter((one) => one === cell).length;
  return `${count('held')} held, ${count('not held')} not held, ${count('FAILED')} failed, ${count('–')} not tried`;
}

export function isAllGreen({ suites, tests }: Parts): boolean {
  return tests.failed === 0 && suites.every(({ report }) => typeof report !== 'string' && isGreen(report));
}
