/**
 * SARIF 2.1, as linters and analysers write it. What it finds are rules broken at places, and no tests: the ids of
 * failures are those of rules. Errors and warnings are failures; what somebody has suppressed counts as skipped.
 */

import { workPath } from '../distil/work-path.ts';
import { resultLimits } from './result-limits.ts';
import { strictText } from './strict-text.ts';
import { refused, ResultsBuilder, testId, type ReadResults, type TestFailure } from './test-results.ts';

type Json = Readonly<Record<string, unknown>>;

export function readSarif(bytes: Uint8Array): ReadResults {
  const read = strictText(bytes);
  if (!read.ok) return read;
  const root = parsed(read.text);
  if (root === undefined) return refused('it is not JSON');
  const { version, runs } = objectOf(root);
  if (typeof version !== 'string' || !version.startsWith('2.1')) return refused('it is not SARIF 2.1');
  if (!Array.isArray(runs)) return refused('there are no runs in it');
  const builder = new ResultsBuilder();
  for (const run of runs.slice(0, resultLimits.tests)) readOne(objectOf(run), builder);
  return builder.done();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Not JSON, or nested deeper than the parser goes.
    return undefined;
  }
}

function readOne(run: Json, builder: ResultsBuilder): void {
  const rules = listOf(objectOf(objectOf(run['tool'])['driver'])['rules']);
  for (const each of listOf(run['results'])) {
    if (builder.isFull) return;
    const result = objectOf(each);
    const level = levelOf(result, rules);
    if (listOf(result['suppressions']).length > 0) builder.skip();
    else if (level === 'error' || level === 'warning') builder.note(failureOf(result, level));
  }
}

/** What a result does not say itself its rule says, and else the standard. */
function levelOf(result: Json, rules: readonly unknown[]): string {
  const kind = textOf(result['kind']);
  if (kind !== undefined && kind !== 'fail') return 'none';
  const rule = objectOf(rules[typeof result['ruleIndex'] === 'number' ? result['ruleIndex'] : -1]);
  return textOf(result['level']) ?? textOf(objectOf(rule['defaultConfiguration'])['level']) ?? 'warning';
}

function failureOf(result: Json, level: string): TestFailure {
  const physical = objectOf(objectOf(listOf(result['locations'])[0])['physicalLocation']);
  const file = fileOf(textOf(objectOf(physical['artifactLocation'])['uri']) ?? '');
  const line = objectOf(physical['region'])['startLine'];
  const message = textOf(objectOf(result['message'])['text']) ?? '';
  return {
    id: testId([textOf(result['ruleId']) ?? textOf(objectOf(result['rule'])['id'])]),
    message: level === 'warning' ? `warning: ${message}` : message,
    ...(file === undefined ? {} : { file }),
    ...(file !== undefined && typeof line === 'number' && Number.isSafeInteger(line) && line > 0 ? { line } : {}),
  };
}

function fileOf(uri: string): string | undefined {
  try {
    return workPath(decodeURIComponent(uri));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
