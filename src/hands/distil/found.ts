/** What the readers of outputs work on, and what they find in it. */

import type { TestIds } from '../../kernel/facts.ts';
import type { Place } from './place.ts';

export interface Failure {
  /** The test, if it is one. */
  readonly id?: string;
  readonly place?: Place | undefined;
  readonly message: readonly string[];
}

/** Reads its own tool's lines, takes them, and looks at each line a bounded number of times. */
export type OutputReader = (output: OutputLines, found: Found) => void;

/** Failures and names that are kept; an output within its own limits hardly has as many. */
const mostFailures = 5_000;
const mostIds = 50_000;

export class OutputLines {
  readonly lines: readonly string[];
  private readonly taken: Uint8Array;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.taken = new Uint8Array(lines.length);
  }

  at(index: number): string {
    return this.lines[index] ?? '';
  }

  /** What one reader has understood no other needs to look at. */
  take(from: number, to: number = from + 1): readonly string[] {
    this.taken.fill(1, from, to);
    return this.lines.slice(from, to);
  }

  isFree(index: number): boolean {
    return this.taken[index] === 0;
  }

  /** The first index from `from` on whose line `ends` says yes to, or the end. */
  until(from: number, ends: (line: string) => boolean): number {
    let at = from;
    while (at < this.lines.length && !ends(this.at(at))) at += 1;
    return at;
  }
}

export class Found {
  readonly failures: Failure[] = [];
  private readonly passed = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly groups = new Set<string>();
  private readonly told = new Set<string>();
  /** Failures that are only counted. */
  uncounted = 0;

  pass(id: string): void {
    if (id !== '' && this.passed.size < mostIds) this.passed.add(id);
  }

  /** What passed and has tests in it. */
  group(id: string): void {
    if (id !== '' && this.groups.size < mostIds) this.groups.add(id);
  }

  fail(id: string): void {
    if (id !== '' && this.failed.size < mostIds) this.failed.add(id);
  }

  add(failure: Failure): void {
    if (failure.id !== undefined) {
      this.fail(failure.id);
      // Told before, by another reporter; or a test of the same name in another file.
      const key = `${failure.id}\n${failure.place?.file ?? ''}`;
      if (this.told.has(key)) return;
      this.told.add(key);
    }
    if (this.failures.length < mostFailures) this.failures.push(failure);
    else this.uncounted += 1;
  }

  /** A name that passed and failed has failed. */
  tests(): TestIds {
    return { passed: this.#passing(this.passed), failed: [...this.failed].toSorted() };
  }

  passedGroups(): readonly string[] {
    return this.#passing(this.groups);
  }

  #passing(ids: ReadonlySet<string>): readonly string[] {
    return [...ids].filter((id) => !this.failed.has(id)).toSorted();
  }
}
