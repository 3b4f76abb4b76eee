/**
 * A hand that performs nothing: it makes up the facts that a real one would have observed.
 *
 * What it makes up follows from the order alone, so that a rehearsal is the same every time. It
 * is used to rehearse, to simulate and to measure; wherever its work is shown, that is said.
 */

import { pairsOf } from '../kernel/comparison.ts';
import type { Change, PatchFact, ReportResult } from '../kernel/facts.ts';
import { describeOrder, type OrderSheet } from '../kernel/describe-order.ts';
import type { TaskKind } from '../kernel/ir.ts';
import type { State } from '../kernel/state.ts';
import { examplePath } from '../ports/example-path.ts';
import type { Script } from '../ports/stand-in.ts';

export type { Script };

export function standIn(state: State, order: string, script: Script = {}): ReportResult {
  const sheet = describeOrder(state, order);
  switch (sheet.order.kind) {
    case 'gate': case 'probe': case 'base':
      return gatesFact(state, sheet, script);
    case 'measure':
      return measuredFact(sheet, script);
    case 'publish':
      return { type: 'published', commit: sheet.publication?.commit ?? '', ok: script.word !== 'fail' };
    case 'run': case 'agent': case 'talk': case 'poll':
      return workFact(state, sheet, script);
  }
}

/** The same number each time; the base's is on the side of it that makes the word. */
function measuredFact(sheet: OrderSheet, { word, text = '1' }: Script): ReportResult {
  const { step, base, patch, sandboxes } = sheet;
  const [value, pairs] = [Number(text), step?.kind === 'measure' ? pairsOf(step) : 0];
  const gain = word === 'worse' ? -1 : word === 'same' ? 0 : 1;
  const other = step?.kind === 'measure' && step.better === 'higher' ? value - gain : value + gain;
  const all = (one: number): readonly number[] => Array.from({ length: pairs }, () => one);
  return { type: 'measured', base, patch, sandbox: sandboxes[0] ?? 'stand-in', exit: word === 'fail' ? 1 : 0, values: word === 'fail' ? [] : all(value), baseValues: word === 'fail' ? [] : all(other) };
}

function workFact(state: State, sheet: OrderSheet, script: Script): ReportResult {
  const word = script.word ?? goodWord(sheet);
  const failed = word === 'fail' || word === 'dispute' || word === 'give-up';
  const patch = sheet.writes === null || failed ? {} : { patch: patchFact(state, sheet, script) };
  const wantsTasks = sheet.step?.kind === 'agent' && sheet.step.returns === 'tasks' && !failed;
  const wantsData = sheet.step?.kind === 'agent' && sheet.step.returns === 'data' && !failed;
  return {
    type: 'ended', word, ...patch,
    ...(wantsTasks ? { tasks: script.tasks ?? [] } : {}),
    ...(wantsData ? { data: `data of ${sheet.order.id}` } : {}),
    ...(script.text === undefined ? {} : { text: script.text }),
    ...(script.session === undefined ? {} : { session: script.session }),
  };
}

function goodWord({ step, order }: OrderSheet): string {
  if (order.kind === 'talk') return 'ok';
  if (step?.kind === 'agent') return step.approves ?? 'ok';
  return step?.kind === 'run' || step?.kind === 'wait' ? step.outcomes?.[0] ?? 'ok' : 'ok';
}

/** One file for each path that may be written: the path itself, or one below the directory. */
function fileIn(claim: string, writes: OrderSheet['writes']): string {
  if (!claim.endsWith('**')) return claim;
  const dir = claim.slice(0, -2);
  const usual = `${dir}${fileOf[writes?.kind ?? 'code']}`;
  return writes === null || writes.kind === null ? usual : examplePath(writes.kind, { usual, dir, stem: 'a' }, writes.classes);
}

/** A file of each kind, by the usual classes of paths. */
const fileOf: Readonly<Record<TaskKind, string>> = {
  test: 'a.test.ts', code: 'a.ts', refactor: 'a.ts', docs: 'a.md', deps: 'package.json',
};

function foundAt(state: State, path: string, { found }: Script): string | null {
  if (found === 'other') return `100644:${path} of another`;
  return found === 'tip' ? state.files.get(path)?.blob ?? null : null;
}

function patchFact(state: State, sheet: OrderSheet, script: Script): PatchFact {
  const version = script.version ?? `${sheet.order.id}@${sheet.order.epoch}`;
  const paths = script.paths ?? (sheet.writes?.allow ?? []).map((claim) => fileIn(claim, sheet.writes));
  const written: Change[] = paths.map((path) => {
    const before = sheet.changes.find((change) => change.path === path)?.from ?? null;
    return { path, from: before ?? foundAt(state, path, script), to: `100644:${path} ${version}` };
  });
  // The patch is the whole of the line's: what others wrote on it stays.
  const fresh = sheet.step !== null && 'fresh' in sheet.step && sheet.step.fresh === true;
  const kept = fresh ? [] : sheet.changes.filter(({ path }) => !paths.includes(path));
  const changes = [...kept, ...written];
  const patch = `patch(${sheet.base} ${version})`;
  return { patch, candidate: `tree(${patch})`, changes };
}

function gatesFact(state: State, sheet: OrderSheet, script: Script): ReportResult {
  const green = (script.word ?? (isTestTask(state, sheet) ? 'red' : 'green')) === 'green';
  const last = sheet.gates.at(-1) ?? '';
  const gates = sheet.gates.map((gate, index) => ({
    gate, exit: green || gate !== last ? 0 : 1, control: 'red' as const, ...elsewhere(sheet, index),
  }));
  return {
    type: 'gates', base: sheet.base, patch: sheet.patch,
    candidate: sheet.candidate ?? `tree(${sheet.patch ?? sheet.base})`,
    sandbox: sheet.sandboxes[0] ?? 'stand-in', gates,
    ...(sheet.units.length === 0 ? {} : { commits: commitsOf(sheet) }),
    ...(green ? {} : { failure: { signature: script.text ?? `${last} red`, text: script.text ?? `${last} is red` } }),
  };
}

/** Each gate in the sandbox that is demanded of it; the first one's is the report's. */
function elsewhere({ sandboxes }: OrderSheet, index: number): { readonly sandbox?: string } {
  const sandbox = sandboxes[index] ?? null;
  return sandbox === null || sandbox === sandboxes[0] ? {} : { sandbox };
}

/** The tests of a unit must be red before the code is there. */
function isTestTask(state: State, { task, gates }: OrderSheet): boolean {
  if (task?.kind !== 'test') return false;
  const unit = state.units.get(state.tasks.get(task.id)?.unit ?? '');
  const judges = gates.some((name) => state.plan?.gates.get(name)?.role === 'tests');
  return unit?.test === task.id && judges;
}

/** Commit names that depend on what is in them alone, as real ones do (B1). */
function commitsOf(sheet: OrderSheet): readonly string[] {
  let parent = sheet.base;
  return sheet.units.map(({ unit }) => {
    parent = `${parent.slice(0, 1)}${hash(`${parent} ${unit}`)}`;
    return parent;
  });
}

/** A small, stable name, another for each of a million commits (B1); it protects nothing. */
function hash(text: string): string {
  let [high, low] = [2166136261, 2654435769];
  for (let index = 0; index < text.length; index += 1) {
    high = Math.imul(high ^ text.charCodeAt(index), 16777619) >>> 0;
    low = Math.imul(low ^ text.charCodeAt(index), 2246822519) >>> 0;
  }
  return `${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
}
