/**
 * A plan that has not quite its shape, made into one that has it: what is wrong is left out, or a
 * stand-in is put where something must be, so that one fault of shape hides nothing of what the rest
 * means. What was left out or stood in for is noted, and nobody is told what follows from it.
 */
import type { z } from 'zod';
import type { Ir } from '../../kernel/ir.ts';
import { limits } from '../../ports/limits.ts';
import { defaultLimits, defaultPaths } from '../defaults.ts';
import { irSchema } from '../ir-schema.ts';
import { anything, kindLost, Losses } from '../lower/losses.ts';
import { isMisspelt } from '../nearest.ts';
import { lostWire } from '../syntax/lost-words.ts';
import { keysAt } from './plan-keys.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is left out may leave something else missing; deeper than this nothing of a plan is nested. */
const mostRounds = 12;

export interface MendedShape {
  /** `null`: too little of it has the shape of a plan. */
  readonly ir: Ir | null;
  /** What is wrong with what was written, and not with a stand-in. */
  readonly issues: readonly Issue[];
  readonly losses: Losses;
}

export function mendShape(value: unknown): MendedShape {
  const first = irSchema.safeParse(value);
  if (first.success) return { ir: first.data, issues: [], losses: new Losses() };
  const mending: Mending = { value: structuredClone(value), losses: new Losses(), issues: [], taken: new Set() };
  let { issues } = first.error;
  for (let round = 0; round < mostRounds; round += 1) {
    mending.issues.push(...issues.filter(({ path }) => !isTaken(mending, path)));
    if (mending.issues.length > limits.checkFindings || !isObject(value) || Array.isArray(value)) break;
    for (const issue of issues) mend(mending, issue);
    const parsed = irSchema.safeParse(mending.value);
    if (parsed.success) return { ir: parsed.data, issues: mending.issues, losses: mending.losses };
    ({ issues } = parsed.error);
  }
  return { ir: null, issues: mending.issues, losses: mending.losses };
}

interface Mending {
  readonly value: unknown;
  readonly losses: Losses;
  readonly issues: Issue[];
  /** Paths that were left out or have a stand-in. */
  readonly taken: Set<string>;
}

function isTaken({ taken }: Mending, path: Path): boolean {
  return path.some((_, at) => taken.has(textOf(path.slice(0, at + 1))));
}

function mend(mending: Mending, issue: Issue): void {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) mendKey(mending, path, key);
    return;
  }
  const last = path.at(-1);
  const parent = valueAt(mending.value, path.slice(0, -1));
  if (last === undefined || !isObject(parent)) return;
  lose(mending, path);
  const isKind = issue.code === 'invalid_union' && issue.errors.length === 0;
  if (isKind) replaceWhole(mending, path.slice(0, -1));
  else if (Array.isArray(parent) || !Object.hasOwn(parent, last) || mending.taken.has(textOf(path))) Reflect.set(parent, last, standIn(mending, issue));
  else Reflect.deleteProperty(parent, last);
  mending.taken.add(textOf(path));
  mending.losses.standIn(textOf(path));
}

/** A key that can hardly be another is taken for that, where nothing else is said there. */
function mendKey({ value, losses }: Mending, path: Path, key: string): void {
  const object = valueAt(value, path);
  if (!isObject(object)) return;
  const meant = keysAt(value, path).find((known) => isMisspelt(key.toLowerCase(), known) && !Object.hasOwn(object, known));
  if (meant === undefined) losses.add(partOf(path), [key]);
  else Reflect.set(object, meant, Reflect.get(object, key));
  Reflect.deleteProperty(object, key);
}

/** A step of which it is not known what it does asks nothing of nobody, so that wires to it still lead somewhere. */
function replaceWhole({ value, losses, taken }: Mending, path: Path): void {
  const [last, parent] = [path.at(-1), valueAt(value, path.slice(0, -1))];
  if (last === undefined || !isObject(parent)) return;
  const { name, wires } = { name: undefined, wires: [], ...asObject(Reflect.get(parent, last)) };
  const isStep = path.at(-2) === 'steps';
  Reflect.set(parent, last, isStep ? { kind: 'ask', name, wires, question: '' } : { from: 'literal', text: '' });
  if (isStep) losses.add(textOf(path), [kindLost]);
  else taken.add(textOf(path));
}

/** What must be there, and says nothing. */
function standIn({ value, taken }: Mending, issue: Issue): unknown {
  const { path } = issue;
  const known = valueAt({ limits: defaultLimits, paths: defaultPaths, espalier: 1 }, path);
  if (known !== undefined) return known;
  if (path[0] === 'root') return valueAt(value, ['workflows', 0, 'name']);
  if (path[0] === 'budget' && path.length === 2) return null;
  switch (issue.code) {
    case 'invalid_value': return issue.values[0];
    case 'invalid_union': return [];
    case 'too_small': return issue.origin === 'string' ? noName : issue.minimum;
    case 'too_big': return issue.origin === 'string' ? '' : issue.origin === 'array' ? [] : issue.maximum;
    case 'invalid_type': return ofType(issue.expected, taken.has(textOf(path)));
    default: return '';
  }
}

/** No name, and long enough for one. */
const noName = '?';

function ofType(expected: string, isAgain: boolean): unknown {
  switch (expected) {
    case 'string': return isAgain ? noName : '';
    case 'number': case 'int': return 0;
    case 'boolean': return false;
    case 'array': return [];
    default: return {};
  }
}

/** Each list of what is declared, and the word for one of it. */
const declared: Readonly<Record<string, string>> = {
  agents: 'agent', sandboxes: 'sandbox', services: 'service', gates: 'gate', people: 'person', workflows: 'workflow', sources: 'source',
  hosts: 'hosts', waivers: 'waiver', landing: 'landing',
};

function lose({ losses }: Mending, path: Path): void {
  const part = partOf(path);
  const words = path.filter((key) => typeof key === 'string');
  const isWhole = textOf(path) === part;
  losses.add(part, [...words, ...(words.includes('wires') || isWhole ? [lostWire] : []), ...(isWhole ? [anything] : [])]);
  const [list, , steps] = path;
  const isNamed = path.length < 3 || (path.length === 3 && path[2] === 'name');
  if (isNamed) losses.add('', [declared[String(list)] ?? String(list)]);
  if (steps === 'steps' && (path.length < 5 || (path.length === 5 && path[4] === 'name'))) losses.add(textOf(path.slice(0, 2)), ['step', lostWire]);
}

/** The part of the plan that a path is in: a step, a declaration, a setting. */
function partOf(path: Path): string {
  return textOf(path.slice(0, path[2] === 'steps' ? 4 : typeof path[1] === 'number' ? 2 : 1));
}

function textOf(path: Path): string {
  return path.map(String).join('/');
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) found = isObject(found) && Object.hasOwn(found, key) ? Reflect.get(found, key) : undefined;
  return found;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function asObject(value: unknown): object {
  return isObject(value) ? value : {};
}
