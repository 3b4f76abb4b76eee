/**
 * go test, plain, with -v or with -json.
 * Names: package, test, subtests. A test with subtests is a test as well; it is told only if it said something itself.
 */

import { testId } from '../results/test-results.ts';
import type { Failure, Found, OutputLines } from './found.ts';
import { trimmed } from './frames.ts';
import { placeIn, type Place } from './place.ts';

const now = /^\s*=== (RUN|NAME|CONT|PAUSE) +(\S+)$/;
const ended = /^( *)--- (PASS|FAIL|SKIP): (\S+) \(/;
const packaged = /^(ok|FAIL|\?) +(\S+) +(?:\(cached\)|\d[\d.]*s|\[)/;
const said = /^ {4,}(\S+\.go):(\d{1,7}): ?(.*)$/;
const panicked = /^(?:panic|fatal error): /;

export function readGoTest(output: OutputLines, found: Found): void {
  if (!output.lines.some((line) => ended.test(line) || panicked.test(line) || packaged.test(line))) return;
  const reader = new GoReader(found);
  for (let at = 0; at < output.lines.length; at += 1) if (output.isFree(at) && reader.line(output, at)) output.take(at);
  reader.end();
}

interface Said {
  readonly lines: string[];
  place: Place | undefined;
}

/** What is known of the package whose lines are being read; its name comes last. */
class GoReader {
  private readonly found: Found;
  private current = '';
  private outcomes: { readonly name: string; readonly word: string }[] = [];
  private said = new Map<string, Said>();
  private panic: { readonly lines: string[]; place: Place | undefined; test: string } | undefined;

  constructor(found: Found) {
    this.found = found;
  }

  /** Whether the line was understood. */
  line(output: OutputLines, at: number): boolean {
    const line = output.at(at);
    const [, , begun] = now.exec(line) ?? [];
    const [, , word, name] = ended.exec(line) ?? [];
    const [, state, pack = ''] = packaged.exec(line) ?? [];
    if (begun !== undefined) this.current = begun;
    else if (word !== undefined && name !== undefined) {
      this.current = name;
      this.outcomes.push({ name, word });
    } else if (state !== undefined) this.close(pack);
    else if (panicked.test(line)) this.panic ??= { lines: [line.replace(/ \[recovered.*\]$/, '')], place: undefined, test: '' };
    else if (this.panic !== undefined) this.inPanic(line);
    else return this.saying(line);
    return true;
  }

  end(): void {
    if (this.outcomes.some(({ word }) => word === 'FAIL') || this.panic !== undefined) this.close('');
  }

  private saying(line: string): boolean {
    const [, file, number, text = ''] = said.exec(line) ?? [];
    const told = this.said.get(this.current) ?? { lines: [], place: undefined };
    if (file === undefined && (told.lines.length === 0 || !/^ {8,}/.test(line))) return false;
    this.said.set(this.current, told);
    told.lines.push(file === undefined ? line : text);
    if (file !== undefined) told.place = { file, line: Number(number) };
    return true;
  }

  private inPanic(line: string): void {
    const panic = this.panic;
    if (panic === undefined) return;
    const running = /^ +(Test\w[^\s(]*) \(/.exec(line)?.[1];
    if (running !== undefined) panic.test = running;
    // The first frame in a file of the workspace; the toolchain's lie elsewhere.
    if (/^\s+\/\S+\.go:\d+/.test(line)) panic.place ??= placeIn(line);
  }

  private close(pack: string): void {
    const failed = this.outcomes.filter(({ word }) => word === 'FAIL').map(({ name }) => name);
    const outer = new Set(failed.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
    for (const { name, word } of this.outcomes) {
      const id = testId([pack, ...name.split('/')]);
      if (word === 'PASS' && pack !== '') this.found.pass(id);
      if (word === 'FAIL') this.fail(id, name, outer.has(name));
    }
    if (this.panic !== undefined) {
      const { lines, place, test } = this.panic;
      const name = test === '' ? (this.outcomes.findLast(({ word }) => word === 'FAIL')?.name ?? this.current) : test;
      this.found.add({ id: testId([pack, ...name.split('/')]), place, message: lines });
    }
    this.current = '';
    this.outcomes = [];
    this.said = new Map();
    this.panic = undefined;
  }

  private fail(id: string, name: string, isOuter: boolean): void {
    this.found.fail(id);
    const told = this.said.get(name);
    const failure: Failure = { id, place: told?.place, message: trimmed(told?.lines ?? []) };
    if (told !== undefined || !(isOuter || this.panic !== undefined)) this.found.add(failure);
  }
}
