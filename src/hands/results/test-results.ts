/**
 * What a file of results says. It is for showing and for the names of tests: the exit code alone decides (E1, E7).
 *
 * The name of a test is its file or class, its suites and itself, outermost first, with ` › ` between them. A path in it is
 * relative to the workspace. No time, place in the file, count or address is in it, so that it is the same in every run.
 * A part that only repeats the one before it is left out, and so is an empty one. Each reader says which parts it takes.
 * A name that passed and failed (two tests of one name, a repeated test) has failed.
 */

import type { TestIds } from '../../kernel/facts.ts';
import { cleanLine, cleanLines } from '../distil/clean-text.ts';
import { normalised } from '../distil/normalised.ts';
import { resultLimits } from './result-limits.ts';

export interface TestFailure {
  readonly id: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  /** A whole file or class failed, before its tests could be named. */
  readonly isWhole?: true;
}

export interface TestResults {
  readonly tests: TestIds;
  /** Names of what passed and has tests in it: where it fails before they begin, it is named like a test. */
  readonly groups: readonly string[];
  readonly failures: readonly TestFailure[];
  readonly skipped: number;
}

export type ReadResults = { readonly ok: true; readonly results: TestResults } | { readonly ok: false; readonly why: string };

export const refused = (why: string): ReadResults => ({ ok: false, why });

/** Suites within each other that a name has. */
const mostParts = 64;

export function testId(parts: readonly (string | undefined)[]): string {
  const kept: string[] = [];
  for (const part of parts.slice(0, mostParts)) {
    const plain = normalised(cleanLine((part ?? '').replaceAll(/\s+/g, ' '))).trim();
    if (plain !== '' && plain !== kept.at(-1)) kept.push(plain);
  }
  return cut(kept.join(' › '), resultLimits.idCharacters);
}

/** At most so many characters, and no half of one. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed().replace(/\uFFFD$/, '')}…`;
}

/** Gathers the tests of one file. */
export class ResultsBuilder {
  private readonly passed = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly groups = new Set<string>();
  private readonly failures: TestFailure[] = [];
  private skipped = 0;

  pass(id: string): void {
    this.passed.add(id);
  }

  group(id: string): void {
    this.groups.add(id);
  }

  skip(): void {
    this.skipped += 1;
  }

  fail(failure: TestFailure): void {
    this.failed.add(failure.id);
    this.note(failure);
  }

  /** A failure that is no test's. */
  note({ message, ...rest }: TestFailure): void {
    const text = cleanLines(message).join('\n').trim();
    this.failures.push({ ...rest, message: cut(text, resultLimits.messageCharacters) });
  }

  get failedSoFar(): number {
    return this.failed.size;
  }

  get isFull(): boolean {
    return this.groups.size + this.passed.size + this.failures.length + this.skipped > resultLimits.tests;
  }

  done(): ReadResults {
    if (this.isFull) return refused(`there are more than ${resultLimits.tests} tests in it`);
    const passing = (ids: ReadonlySet<string>): readonly string[] => [...ids].filter((id) => !this.failed.has(id)).toSorted();
    return {
      ok: true,
      results: { tests: { passed: passing(this.passed), failed: [...this.failed].toSorted() }, groups: passing(this.groups), failures: this.failures, skipped: this.skipped },
    };
  }
}
