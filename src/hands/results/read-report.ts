/** A file of results by what it holds, or by its name where that says nothing: JUnit, TAP or SARIF. */

import { readJunit } from './read-junit.ts';
import { readSarif } from './read-sarif.ts';
import { readTap } from './read-tap.ts';
import type { TestFailure } from './test-results.ts';

export interface ReadReport {
  /** SARIF tells of rules, and of no tests. */
  readonly isOfTests: boolean;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly groups: readonly string[];
  readonly failures: readonly TestFailure[];
  readonly skipped: number;
}

export function readReport(path: string, bytes: Uint8Array): ReadReport | { readonly why: string } {
  const kind = kindOf(path, bytes);
  const read = kind === 'junit' ? readJunit(bytes) : kind === 'sarif' ? readSarif(bytes) : readTap(bytes);
  if (!read.ok) return { why: read.why };
  const { tests, groups, failures, skipped } = read.results;
  if (kind !== 'sarif') return { isOfTests: true, ...tests, groups, failures, skipped };
  return { isOfTests: false, ...tests, groups, failures: failures.map(withRule), skipped };
}

/** A rule is no test: it is told with the message. */
function withRule({ id, message, ...rest }: TestFailure): TestFailure {
  return { ...rest, id: '', message: id === '' ? message : `${message} (${id})` };
}

function kindOf(path: string, bytes: Uint8Array): 'junit' | 'sarif' | 'tap' {
  const first = Buffer.from(bytes.subarray(0, 64)).toString('utf8').replace(/^\uFEFF/, '').trimStart().at(0);
  if (first === '<') return 'junit';
  if (first === '{') return 'sarif';
  if (/\.xml$/i.test(path)) return 'junit';
  return /\.(?:sarif|json)$/i.test(path) ? 'sarif' : 'tap';
}
