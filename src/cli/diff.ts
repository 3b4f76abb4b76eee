/** `diff RUN [TASK]`: what a run has put on the stack, or what a task has written. */

import { RunDiff } from '../compose/run-diff.ts';
import type { State } from '../kernel/state.ts';
import { exitCodes } from './exit-codes.ts';
import { nextLine } from './next.ts';
import { withRun } from './open-journal.ts';
import { counted, short } from './print/amounts.ts';
import { type Line, styled } from './print/line.ts';
import { columns } from './print/table.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const diff: Act = (call, terminal) => {
  const [word = '', task] = call.arguments;
  if (task !== undefined && call.options.has('stack')) throw new UsageError('TASK and --stack do not go together.');
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const wanted = await espalier.look(run, ({ state }) => (task === undefined ? stackOf(state, call.options.has('stack')) : writtenBy(task, state)));
    const between = await RunDiff.open({ directory: espalier.directory, path: terminal.surroundings.env['PATH'] ?? '' }, run);
    if (between === null) throw new UsageError(`Run ${run} works on no repository of this machine: there is nothing to compare.`);
    const to = await commitOf(wanted, between);
    if (to === null) throw new UsageError(`The patch ${short(wanted.patch ?? '')} is not kept in the repository any longer.`);
    const from = wanted.from ?? await between.below(to);
    const files = await between.files({ from, to });
    if (call.isJson) terminal.json({ run, task: task ?? null, what: wanted.what, from, to, files, text: (await between.text({ from, to })).toString('utf8') });
    else if (call.options.has('files')) terminal.print(...columns(files.map((file) => [file.path, `+${file.added ?? '?'} −${file.removed ?? '?'}`, file.isRunElsewhere ? 'run elsewhere' : ''])));
    else show(await between.text({ from, to }), terminal);
    terminal.say([styled('dim', `${wanted.what}: ${short(from)} to ${short(to)}, ${counted(files.length, 'file')}`)], nextLine(terminal.surroundings.env, 'inbox', run));
    return exitCodes.ok;
  });
};

interface Wanted {
  readonly what: string;
  /** `null`: what the commit stands on. */
  readonly from: string | null;
  readonly commit: string | null;
  readonly patch: string | null;
}

/** Before anything has landed, what the run's own steps have written so far. */
function stackOf(state: State, isStack: boolean): Wanted {
  const { base } = state.run;
  if (state.landing.landed > 0 || isStack) return { what: 'the stack', from: base, commit: state.landing.tip, patch: null };
  const patch = state.lines.get('@')?.patch ?? null;
  if (patch === null) return { what: 'the stack, on which nothing has landed', from: base, commit: base, patch: null };
  return { what: 'the patch of the run itself, which has not landed', from: state.lines.get('@')?.base ?? base, commit: null, patch };
}

function writtenBy(id: string, state: State): Wanted {
  const task = state.tasks.get(id);
  if (task === undefined) throw new UsageError(`There is no task ${JSON.stringify(id)} in ${state.run.id}. \`espalier show ${state.run.id}\` has those there are.`);
  const commit = state.units.get(task.unit)?.commit ?? null;
  if (commit !== null) return { what: `the unit ${task.unit}, landed`, from: null, commit, patch: null };
  const line = state.lines.get(task.frame ?? '');
  if (typeof line?.patch === 'string') return { what: `the patch of ${id}, not landed`, from: below(line.base), commit: null, patch: line.patch };
  const aside = [...state.patches.entries()].findLast(([, row]) => row.line === (task.frame ?? id) && row.status !== 'live');
  if (aside === undefined) throw new UsageError(`${id} has written nothing yet.`);
  const [key, row] = aside;
  return { what: `a patch of ${id}, ${row.status}`, from: null, commit: null, patch: key.slice(0, key.length - row.line.length - 1) };
}

/** A base beyond a commit is held tests on it: the patch's commit stands on the commit. */
const below = (base: string): string => base.split('+')[0] ?? base;

const commitOf = async ({ commit, patch }: Wanted, between: RunDiff): Promise<string | null> => commit ?? between.patch(patch ?? '');

/** To a file or a program as git has it; on a terminal nothing of it steers. */
function show(text: Buffer, terminal: Terminal): void {
  if (!terminal.surroundings.stdout.isTerminal) return terminal.raw(text);
  terminal.print(...text.toString('utf8').split('\n').slice(0, -1).map((row): Line => [lineOf(row)]));
}

function lineOf(row: string): ReturnType<typeof styled> | string {
  if (row.startsWith('diff --git ')) return styled('strong', row);
  if (row.startsWith('+')) return styled('good', row);
  return row.startsWith('-') ? styled('bad', row) : row;
}
