/**
 * The facts that a hand reports, from a few words: `green`, `red "assert 3"`, `ok writes src/a.ts`.
 *
 * What is not said is what an honest hand would have observed. Words can make it lie: another
 * base, another candidate, a gate left out, a commit of its own making.
 */

import { describeOrder, type OrderSheet } from '../../kernel/describe-order.ts';
import { pairsOf } from '../../kernel/comparison.ts';
import type { Change, EndedFact, GateFact, GatesFact, MeasuredFact, PatchFact, ReportResult } from '../../kernel/facts.ts';
import type { Order } from '../../kernel/rows.ts';
import type { TaskSpec } from '../../kernel/ir.ts';
import { readDurationMs } from './quantities.ts';
import { Slip, type Words } from './words.ts';
import { commitName, treeOf, type World } from './world.ts';

export function makeFacts(world: World, order: Order, words: Words): ReportResult {
  const sheet = sheetOf(world, order);
  const word = words.next('an outcome');
  const cut = cutShort(world, { word, order, sheet }, words);
  if (cut !== null) return cut;
  switch (order.kind) {
    case 'gate': case 'probe': case 'base':
      return gates(world, { word, order, sheet }, words);
    case 'measure':
      return measured(word, sheet, words);
    case 'publish':
      return published(word, sheet, words);
    case 'run': case 'agent': case 'talk': case 'poll':
      return work(world, { word, order, sheet }, words);
  }
}

interface Doing {
  readonly word: string;
  readonly order: Order;
  /** `null` when the visit is over: a late report, whose facts nobody reads. */
  readonly sheet: OrderSheet | null;
}

function sheetOf(world: World, order: Order): OrderSheet | null {
  const isOver = order.visit !== null && !world.state.visits.has(order.visit);
  const isMoot = order.kind === 'probe' && !world.state.probes.has(order.id);
  return isOver || isMoot ? null : describeOrder(world.state, order.id);
}

/** Ends that every kind of order may meet, whatever it was to do. */
function cutShort(world: World, doing: Doing, words: Words): ReportResult | null {
  switch (doing.word) {
    case 'timeout': case 'budget':
      return { type: doing.word };
    case 'fault':
      return { type: 'fault', text: words.text() ?? 'the sandbox is gone' };
    case 'given-back':
      return { type: 'given-back', text: words.text() ?? 'the hand was stopped' };
    case 'rate-limit':
      if (!words.take('until')) throw new Slip('expected: rate-limit until TIME');
      return { type: 'rate-limit', until: readDurationMs(words.next('a time')) };
    // What an agent says, whatever it was asked to do.
    case 'says':
      return { type: 'ended', word: words.next('a word'), text: words.text() ?? '' };
    case 'stopped': {
      const { patch, session, text } = workOptions(world, doing, words);
      return { type: 'stopped', ...(text === undefined ? {} : { text }), ...(patch === undefined ? {} : { patch }), ...(session === undefined ? {} : { session }) };
    }
    default:
      return null;
  }
}

/** A number for all runs, one for each, or `fail`; `against` those of the base, which are the same unless it is said: of the base and in the sandbox that are demanded, unless words say others. */
function measured(word: string, sheet: OrderSheet | null, words: Words): MeasuredFact {
  let base = sheet?.base ?? '';
  let sandbox = sheet?.sandboxes[0] ?? undefined;
  let against: string | null = null;
  for (;;) {
    if (words.take('base')) base = words.next('a base');
    else if (words.take('in')) sandbox = words.next('a sandbox');
    else if (words.take('against')) against = words.next('numbers of the base');
    else break;
  }
  const pairs = sheet?.step?.kind === 'measure' ? pairsOf(sheet.step) : 0;
  const runs = (said: string): readonly number[] => {
    const numbers = said.split(',').map(Number);
    return numbers.length === 1 ? Array.from({ length: pairs }, () => numbers[0] ?? Number.NaN) : numbers;
  };
  const isFailed = word === 'fail';
  return {
    type: 'measured', base, patch: sheet?.patch ?? null, ...(sandbox === undefined ? {} : { sandbox }), exit: isFailed ? 1 : 0,
    values: isFailed ? [] : runs(word), baseValues: isFailed ? [] : against === null ? sheet?.changes.length === 0 ? [] : runs(word) : runs(against),
  };
}

const failures: readonly string[] = ['fail', 'dispute', 'give-up', 'pending'];

function work(world: World, doing: Doing, words: Words): ReportResult {
  const { word, sheet } = doing;
  const said = workOptions(world, doing, words);
  const writes = sheet !== null && sheet.writes !== null && !failures.includes(word) && said.unchanged !== true;
  const patch = said.patch ?? (writes ? patchOf(world, sheet, {}) : undefined);
  const { text, tasks, followUps, data, waits, session } = said;
  const failure = text !== undefined && failures.includes(word) ? { failure: { signature: text, text } } : {};
  return {
    type: 'ended', word, ...failure,
    ...(patch === undefined ? {} : { patch }), ...(text === undefined ? {} : { text }),
    ...(tasks === undefined ? {} : { tasks }), ...(followUps === undefined ? {} : { followUps }),
    ...(data === undefined ? {} : { data }), ...(session === undefined ? {} : { session }), ...(waits === true ? { waits } : {}), ...(said.untaken === undefined ? {} : { untaken: said.untaken }),
  };
}

interface WorkOptions extends Partial<Pick<EndedFact, 'text' | 'patch' | 'untaken' | 'tasks' | 'followUps' | 'data' | 'waits' | 'session'>> {
  readonly unchanged?: boolean;
}

interface Writing {
  paths?: readonly string[];
  as?: string;
}

function workOptions(world: World, { sheet }: Doing, words: Words): WorkOptions {
  let said: WorkOptions = {};
  const writing: Writing = {};
  while (!words.done) {
    const text = words.text();
    if (text !== null) said = { ...said, text };
    else if (words.take('writes')) writing.paths = words.list('paths');
    else if (words.take('empty')) writing.paths = [];
    else if (words.take('as')) writing.as = words.next('a patch');
    else if (words.take('unchanged')) said = { ...said, unchanged: true };
    else if (words.take('tasks')) said = { ...said, tasks: tasksOf(world, words) };
    else if (words.take('follow-ups')) said = { ...said, followUps: tasksOf(world, words) };
    else if (words.take('untaken')) said = { ...said, untaken: [words.text() ?? 'it cannot be taken'], unchanged: true };
    else if (words.take('waits')) said = { ...said, waits: true };
    else if (words.take('session')) said = { ...said, session: words.next('a digest') };
    else if (words.take('data')) said = { ...said, data: words.next('a digest') };
    else break;
  }
  if (sheet === null || (writing.paths === undefined && writing.as === undefined)) return said;
  return { ...said, patch: patchOf(world, sheet, writing) };
}

function tasksOf(world: World, words: Words): readonly TaskSpec[] {
  const name = words.next('a name of tasks');
  const tasks = world.tasks.get(name);
  if (tasks === undefined) throw new Slip(`there are no tasks «${name}»; the plan says them with: tasks ${name}`);
  return tasks;
}

/** The whole patch, from the line's base: what was there before, and the paths written now (E2). */
function patchOf(world: World, sheet: OrderSheet, { paths, as }: Writing): PatchFact {
  const known = as === undefined ? undefined : world.patches.get(as);
  const patch = as ?? nextPatch(world);
  const changes = known !== undefined && paths === undefined ? known : changesOf(world, sheet, { patch, paths });
  world.patches.set(patch, changes);
  return { patch, candidate: `${sheet.base}+${patch}`, changes };
}

function nextPatch(world: World): string {
  let count = world.patches.size + 1;
  while (world.patches.has(`p${count}`)) count += 1;
  return `p${count}`;
}

interface Written {
  readonly patch: string;
  readonly paths: readonly string[] | undefined;
}

function changesOf(world: World, sheet: OrderSheet, now: Written): readonly Change[] {
  const tree = treeOf(world, sheet.base);
  const fresh = sheet.step !== null && 'fresh' in sheet.step && sheet.step.fresh === true;
  const paths = now.paths ?? (sheet.writes?.allow ?? []).map((claim) => fileIn(claim, sheet.writes));
  if (now.paths?.length === 0) return [];
  const written = paths.map((path) => {
    const name = path.replace(/^-/, '');
    return { path: name, from: tree.get(name) ?? null, to: path.startsWith('-') ? null : `100644:${now.patch}` };
  });
  const kept = fresh ? [] : sheet.changes.filter(({ path }) => !written.some((change) => change.path === path));
  return [...kept, ...written];
}

function fileIn(claim: string, writes: OrderSheet['writes']): string {
  if (!claim.endsWith('**')) return claim;
  return `${claim.slice(0, -2)}${writes?.kind === 'test' ? 'a.test.ts' : 'a.ts'}`;
}

const gateWords: readonly string[] = ['green', 'red', 'unreadable'];
const publishWords: readonly string[] = ['published', 'not-published'];

/** `green`, `red` at the last gate or `at` another, or `unreadable`: no exit code. */
function gates(world: World, { word, sheet }: Doing, words: Words): GatesFact {
  const said = gateOptions(words);
  const names = said.only ?? sheet?.gates ?? [];
  const stop = said.at ?? names.at(-1) ?? '';
  const run = names.slice(0, word === 'green' ? names.length : names.indexOf(stop) + 1);
  const text = said.text ?? `${stop} is red`;
  const failure = word === 'red' ? { failure: { signature: text, text } } : {};
  if (!gateWords.includes(word)) throw new Slip(`gates end ${gateWords.join(', ')}; found «${word}»`);
  const commits = sheet === null || sheet.units.length === 0 ? undefined : said.commits ?? commitsOf(world, sheet);
  const base = said.base ?? sheet?.base ?? '';
  const patch = said.patch ?? sheet?.patch ?? null;
  return {
    type: 'gates', base, patch,
    candidate: said.candidate ?? sheet?.candidate ?? commits?.at(-1) ?? (patch === null ? base : `${base}+${patch}`),
    sandbox: said.sandbox ?? sheet?.sandboxes[0] ?? 'box',
    gates: run.map((gate): GateFact => ({
      gate, exit: word === 'green' || gate !== stop ? 0 : word === 'red' ? 1 : null, control: said.control ?? 'red',
      ...sandboxFor(sheet, gate, said),
      ...testsOf(world, gate, said.tests),
    })),
    ...(commits === undefined ? {} : { commits }), ...failure,
  };
}

/** In the sandbox that is demanded, unless the whole report says another. */
function sandboxFor(sheet: OrderSheet | null, gate: string, said: GateOptions): Pick<GateFact, 'sandbox'> {
  const demanded = sheet?.sandboxes[sheet.gates.indexOf(gate)] ?? null;
  return said.sandbox !== undefined || demanded === null || demanded === sheet?.sandboxes[0] ? {} : { sandbox: demanded };
}

/** Only a gate that runs tests can say which ones passed. */
function testsOf(world: World, name: string, said: GateOptions['tests'] = []): Pick<GateFact, 'tests'> {
  const own = said.filter(({ gate }) => gate === null || gate === name);
  if (own.length === 0 || world.state.plan?.gates.get(name)?.role !== 'tests') return {};
  const idsOf = (word: string): readonly string[] => own.flatMap((item) => (item.word === word ? item.ids : []));
  return { tests: { passed: idsOf('passed'), failed: idsOf('failed') } };
}

interface GateOptions {
  readonly text?: string;
  readonly at?: string;
  readonly only?: readonly string[];
  readonly control?: 'green';
  /** Of one gate, or of all that run tests. */
  readonly tests?: readonly { readonly word: 'passed' | 'failed'; readonly ids: readonly string[]; readonly gate: string | null }[];
  readonly sandbox?: string;
  readonly base?: string;
  readonly patch?: string;
  readonly candidate?: string;
  readonly commits?: readonly string[];
}

function gateOptions(words: Words): GateOptions {
  let said: GateOptions = {};
  while (!words.done) {
    const text = words.text();
    if (text !== null) said = { ...said, text };
    else if (words.take('at')) said = { ...said, at: words.next('a gate') };
    else if (words.take('only')) said = { ...said, only: words.list('gates') };
    else if (words.take('although-control-is-green')) said = { ...said, control: 'green' };
    else if (words.take('passed')) said = { ...said, tests: [...said.tests ?? [], namedTests('passed', words)] };
    else if (words.take('failed')) said = { ...said, tests: [...said.tests ?? [], namedTests('failed', words)] };
    else if (words.take('in')) said = { ...said, sandbox: words.next('a sandbox') };
    else if (words.take('base')) said = { ...said, base: words.next('a base') };
    else if (words.take('patch')) said = { ...said, patch: words.next('a patch') };
    else if (words.take('candidate')) said = { ...said, candidate: words.next('a candidate') };
    else if (words.take('commits')) said = { ...said, commits: words.list('commits') };
    else break;
  }
  return said;
}

function namedTests(word: 'passed' | 'failed', words: Words): NonNullable<GateOptions['tests']>[number] {
  const ids = words.list('tests');
  return { word, ids, gate: words.take('by') ? words.next('a gate') : null };
}

function commitsOf(world: World, sheet: OrderSheet): readonly string[] {
  let parent = sheet.base;
  return sheet.units.map(({ changes }) => {
    parent = commitName(world, parent, changes);
    return parent;
  });
}

function published(word: string, sheet: OrderSheet | null, words: Words): ReportResult {
  if (!publishWords.includes(word)) throw new Slip(`publishing ends ${publishWords.join(', ')}; found «${word}»`);
  const commit = words.take('commit') ? words.next('a commit') : sheet?.publication?.commit ?? '';
  const text = words.text();
  return { type: 'published', commit, ok: word === 'published', ...(text === null ? {} : { text }) };
}
