/**
 * What the schema says of a plan's shape becomes findings, each at its value, or at its key.
 *
 * The schema says what is wrong; what stands in the text, and what was likely meant, is looked up here.
 */
import type { z } from 'zod';
import { listed, quoted } from '../../kernel/phrase.ts';
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Place } from '../lower/places.ts';
import { newSuggest } from '../suggest.ts';
import type { Suggest } from '../suggest.ts';
import type { PlanData } from './plan-data.ts';
import { inside } from './plan-data.ts';
import { keysAt } from './plan-keys.ts';

type Issue = z.core.$ZodIssue;

export function shapeFindings(issues: readonly Issue[], data: PlanData): readonly Finding[] {
  const telling: Telling = { data, suggest: newSuggest() };
  const findings: Finding[] = [];
  for (const issue of issues) {
    if (findings.length > limits.checkFindings) break;
    findings.push(...findingsOf(telling, issue, issue.path));
  }
  return findings;
}

interface Telling {
  readonly data: PlanData;
  readonly suggest: Suggest;
}

type Path = Issue['path'];

function findingsOf(telling: Telling, issue: Issue, path: Path): readonly Finding[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, limits.checkFindings).map((key) => unknownKey(telling, key, path));
    case 'invalid_union':
      return unionFindings(telling, issue, path);
    case 'invalid_type':
      return [wrongType(telling, issue.expected, path)];
    case 'invalid_value':
      return [wrongWord(telling, issue.values.map(String), path)];
    case 'too_big': case 'too_small':
      return [outOfBounds(telling, issue, path)];
    default:
      return [at(telling, path, { kind: 'value-of-wrong-type', message: issue.message })];
  }
}

function unknownKey({ data, suggest }: Telling, key: string, path: Path): Finding {
  const own = inside(pathText(path), key);
  return {
    kind: 'unknown-key', ...(data.keys.get(own) ?? placeOf(data, path)),
    message: `${nameOf(path)} has no key ${quoted(key)}`, hint: suggest(key, keysAt(data.value, path)),
  };
}

/** Either a word that chooses among shapes, or several shapes of which the nearest is told. */
function unionFindings(telling: Telling, issue: Issue & { code: 'invalid_union' }, path: Path): readonly Finding[] {
  const options: unknown = Reflect.get(issue, 'options');
  if (issue.errors.length === 0 && Array.isArray(options)) return [wrongWord(telling, options.map(String), path)];
  const deepest = issue.errors.find((one) => one.some(({ path: own }) => own.length > 0));
  if (deepest !== undefined) return deepest.flatMap((one) => findingsOf(telling, one, [...path, ...one.path]));
  return [at(telling, path, {
    kind: 'value-of-wrong-type', message: `${nameOf(path)} is ${what(telling, path)}`, hint: 'a list of texts, or "task.writes"',
  })];
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object',
};

function wrongType(telling: Telling, expected: string, path: Path): Finding {
  const wanted = expectedWords[expected] ?? expected;
  if (isMissing(telling.data, path)) return missing(telling, path, wanted);
  if ((expected === 'number' || expected === 'int') && isEndless(valueAt(telling.data.value, path))) {
    return at(telling, path, { kind: 'not-a-number', message: `${nameOf(path)} is no finite number`, hint: `it wants ${wanted}` });
  }
  return at(telling, path, {
    kind: 'value-of-wrong-type', message: `${nameOf(path)} is ${what(telling, path)}, and not ${wanted}`, hint: `it wants ${wanted}`,
  });
}

/** `1e999`, or `.inf` and `.nan` of YAML. */
function isEndless(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

function wrongWord(telling: Telling, words: readonly string[], path: Path): Finding {
  const wanted = words.length === 1 ? words.join('') : `one of ${listed(words)}`;
  if (isMissing(telling.data, path)) return missing(telling, path, wanted);
  const value = valueAt(telling.data.value, path);
  const said = typeof value === 'string' ? quoted(value) : what(telling, path);
  return at(telling, path, {
    kind: 'value-not-allowed', message: `${nameOf(path)} is ${said}`,
    hint: telling.suggest(typeof value === 'string' ? value : '', words, wanted),
  });
}

function missing({ data }: Telling, path: Path, wanted: string): Finding {
  const parent = path.slice(0, -1);
  const message = `${nameOf(parent)} has no ${quoted(String(path.at(-1)))}`;
  const { file, span: { start } } = placeOf(data, parent);
  return { kind: 'key-missing', file, span: { start, end: start + 1 }, message, hint: `it wants ${wanted}` };
}

function outOfBounds(telling: Telling, issue: Issue & { code: 'too_big' | 'too_small' }, path: Path): Finding {
  const isBig = issue.code === 'too_big';
  const bound = String(isBig ? issue.maximum : issue.minimum);
  const units = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  const how = units === '' ? (isBig ? 'too large' : 'too small') : (isBig ? 'too long' : 'too short');
  return at(telling, path, {
    kind: 'value-out-of-bounds', message: `${nameOf(path)} is ${how}`, hint: `at ${isBig ? 'most' : 'least'} ${bound}${units}`,
  });
}

function at({ data }: Telling, path: Path, said: Pick<Finding, 'kind' | 'message' | 'hint'>): Finding {
  return { ...said, ...placeOf(data, path) };
}

function placeOf({ places }: PlanData, path: Path): Place {
  return places.at(pathText(path)) ?? { file: '', span: { start: 0, end: 0 } };
}

function isMissing({ value }: PlanData, path: Path): boolean {
  const last = path.at(-1);
  const parent = valueAt(value, path.slice(0, -1));
  return last !== undefined && typeof parent === 'object' && parent !== null && !Object.hasOwn(parent, last);
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? Reflect.get(found, key) : undefined;
  return found;
}

/** What stands there, in words. */
function what({ data }: Telling, path: Path): string {
  const value = valueAt(data.value, path);
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string': return 'a text';
    case 'number': return Number.isInteger(value) ? `the number ${value}` : `${value}`;
    case 'boolean': return String(value);
    default: return 'an object';
  }
}

function nameOf(path: Path): string {
  return path.length === 0 ? 'the plan' : quoted(pathText(path));
}

function pathText(path: Path): string {
  return path.map(String).join('/');
}
