/**
 * TAP 13 and 14, with subtests as node:test, vitest and node-tap write them: indented by four, after a comment that names
 * them or within braces.
 *
 * A test's name is the names of the subtests around it and its own. There is no file in it unless the tool writes one: TAP
 * has a place only for tests that failed. A test with tests in it counts only through them, unless it failed by itself.
 * One that is marked as not finished yet counts as skipped, whatever it did.
 */

import { cleanLines } from '../distil/clean-text.ts';
import { placeIn } from '../distil/place.ts';
import { workPath } from '../distil/work-path.ts';
import { resultLimits } from './result-limits.ts';
import { strictText } from './strict-text.ts';
import { indentOf, readTapBlock } from './tap-block.ts';
import { refused, ResultsBuilder, testId, type ReadResults, type TestFailure } from './test-results.ts';

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly directive: string | undefined;
  readonly block: ReadonlyMap<string, string>;
  readonly children: readonly Point[];
}

const point = /^(not )?ok\b(?: +\d+)?(?: +- | +)?(.*)$/;
const isTap = /^ *(?:(?:not )?ok\b|1\.\.\d|Bail out!)/;
/** What no block goes beyond. */
const beside = /^ *(?:(?:not )?ok\b|1\.\.\d|\}$|Bail out!|# Subtest: )/;
const directiveAt = /\s#\s*(skip|todo)\b/i;

export function readTap(bytes: Uint8Array): ReadResults {
  const read = strictText(bytes);
  if (!read.ok) return read;
  if (hasMoreLines(read.text, resultLimits.lines)) return refused(`there are more than ${resultLimits.lines} lines in it`);
  const lines = cleanLines(read.text);
  if (!lines.some((line) => isTap.test(line))) return refused('there is no line of TAP in it');
  return readTapLines(lines);
}

/** Found without cutting the text into them. */
function hasMoreLines(text: string, most: number): boolean {
  const end = /[\n\r\u2028\u2029\u0085\f\v]/g;
  let lines = 0;
  while (lines <= most && end.test(text)) lines += 1;
  return lines > most;
}

/** Lines between which there may be others. */
export function readTapLines(lines: readonly string[]): ReadResults {
  const reader = new TapReader();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const depth = Math.floor(indentOf(line) / 4);
    if (depth > resultLimits.depth) return refused(`its subtests lie deeper than ${resultLimits.depth}`);
    const block = blockAfter(lines, at);
    reader.line(line.trim().slice(0, resultLimits.lineCharacters), depth, block);
    if (point.test(line.trim())) at += block.length;
  }
  const builder = new ResultsBuilder();
  for (const one of reader.end()) tell(one, [], builder);
  return builder.done();
}

function blockAfter(lines: readonly string[], at: number): readonly string[] {
  const next = lines[at + 1] ?? '';
  const indent = indentOf(next);
  const around = indentOf(lines[at] ?? '');
  if (next.trim() !== '---' || indent <= around) return [];
  for (let end = at + 2; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    if (line.trim() === '...' && indentOf(line) === indent) return lines.slice(at + 1, end + 1);
    // Text of several lines may lie further left than its key.
    if (indentOf(line) <= around && beside.test(line)) break;
  }
  // It does not end: no block.
  return [];
}

/** Tests by depth: those of a subtest wait for the line that ends it. */
class TapReader {
  private readonly waiting: Point[][] = [[]];
  /** Names of subtests that have begun, by depth. */
  private readonly begun: (string | undefined)[] = [];
  private readonly braces: { readonly depth: number; readonly point: Point }[] = [];

  line(text: string, depth: number, block: readonly string[]): void {
    const subtest = /^# Subtest: (.*)$/.exec(text)?.[1];
    const found = point.exec(text);
    if (subtest !== undefined) {
      this.closeBelow(depth + 1);
      this.begun[depth] = subtest;
    } else if (text.startsWith('Bail out!')) this.at(depth).push(noPoint(text, false));
    else if (found !== null) this.add(pointOf(found, block), depth);
    else if (text === '}') this.closeBrace(depth);
  }

  end(): readonly Point[] {
    this.closeBelow(1);
    while (this.braces.length > 0) this.closeBrace(this.braces.at(-1)?.depth ?? 0);
    return this.at(0);
  }

  private add(one: Point, depth: number): void {
    if (one.name.endsWith('{')) {
      this.braces.push({ depth, point: { ...one, name: one.name.slice(0, -1).trimEnd() } });
      return;
    }
    this.closeBelow(depth + 2);
    this.at(depth).push({ ...one, children: this.waiting[depth + 1] ?? [] });
    this.waiting.length = Math.min(this.waiting.length, depth + 1);
    this.begun.length = Math.min(this.begun.length, depth);
  }

  private closeBrace(depth: number): void {
    if (this.braces.at(-1)?.depth !== depth) return;
    const open = this.braces.pop();
    if (open !== undefined) this.add(open.point, depth);
  }

  /** Tests whose subtest never ended are those of the one that had begun. */
  private closeBelow(depth: number): void {
    for (let at = this.waiting.length - 1; at >= depth; at -= 1) {
      const children = this.waiting.pop() ?? [];
      if (children.length > 0) this.at(at - 1).push({ ...noPoint(this.begun[at - 1] ?? '', true), children });
    }
  }

  private at(depth: number): Point[] {
    while (this.waiting.length <= depth) this.waiting.push([]);
    return this.waiting[depth] ?? [];
  }
}

function noPoint(name: string, ok: boolean): Point {
  return { ok, name, directive: undefined, block: new Map(), children: [] };
}

function pointOf([, not, rest = '']: RegExpExecArray, block: readonly string[]): Point {
  const directive = directiveAt.exec(rest);
  const name = (directive === null ? rest : rest.slice(0, directive.index)).replace(/\s# time=.*?(?=\{?$)/, '').replaceAll(/\\([\\#])/g, '$1');
  return { ok: not === undefined, name: name.trim(), directive: directive?.[1]?.toLowerCase(), block: readTapBlock(block), children: [] };
}

function tell(one: Point, around: readonly string[], builder: ResultsBuilder): void {
  if (builder.isFull) return;
  const parts = [...around, ...one.name.split(' > ')];
  for (const child of one.children) tell(child, parts, builder);
  const failsByItself = !one.ok && !isOfSubtests(one);
  if (one.directive !== undefined) {
    if (one.children.length === 0) builder.skip();
  } else if (failsByItself) builder.fail(failureOf(one, testId(parts)));
  else if (one.children.length === 0) builder.pass(testId(parts));
  else if (one.ok && !one.children.some(isRed)) builder.group(testId(parts));
}

function isOfSubtests({ block, children }: Point): boolean {
  return children.length > 0 && (block.size === 0 || block.get('failureType') === 'subtestsFailed' || children.some(isRed));
}

function isRed({ ok, directive, children }: Point): boolean {
  return directive === undefined && (!ok || children.some(isRed));
}

function failureOf({ block, name }: Point, id: string): TestFailure {
  const message = block.get('error') || block.get('message') || name;
  const at = ['location', 'at', 'stack'].map((key) => placeIn(block.get(key) ?? '')).find((place) => place !== undefined);
  const file = at?.file ?? workPath(block.get('file') ?? '');
  const line = at?.line ?? Number(block.get('line') ?? 0);
  return { id, message, ...(file === undefined ? {} : { file }), ...(file !== undefined && line > 0 ? { line } : {}) };
}
