/** `edit RUN TASK`: another spec for a task, from the command line, a file, or the person's editor. */

import { readFileSync, statSync } from 'node:fs';
import type { Espalier } from '../compose.ts';
import { editText } from './edit-text.ts';
import { exitCodes } from './exit-codes.ts';
import { withRun } from './open-journal.ts';
import { speak } from './speak.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

const mostBytes = 1_048_576;

export const edit: Act = (call, terminal) => {
  const [word = '', task = ''] = call.arguments;
  if (call.options.has('spec') && call.options.has('file')) throw new UsageError('Options --spec and --file do not go together.');
  return withRun(word, terminal.surroundings, async (run, espalier) => {
    const before = await specOf(task, run, espalier);
    const spec = given(call) ?? await edited(before, terminal);
    if (spec === before) {
      terminal.say(`The spec of ${task} is as it was: nothing was recorded.`);
      return exitCodes.ok;
    }
    return speak({ type: 'edit', task, spec }, { run, espalier, call, terminal });
  });
};

async function specOf(task: string, run: string, espalier: Espalier): Promise<string> {
  const known = await espalier.look(run, ({ state }) => ({ spec: state.tasks.get(task)?.spec.spec ?? null, all: [...state.tasks.keys()] }));
  if (known.spec !== null) return known.spec;
  const all = known.all.length === 0 ? 'it has no tasks yet' : `its tasks are ${known.all.slice(0, 10).join(', ')}${known.all.length > 10 ? ', …' : ''}`;
  throw new UsageError(`There is no task ${JSON.stringify(task)} in ${run}: ${all}.`);
}

function given({ options }: Call): string | null {
  const file = options.get('file');
  return file === undefined ? options.get('spec') ?? null : textOf(file);
}

function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new UsageError(`${file} has ${size} bytes; a spec is a text of a few pages.`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${file}: ${error instanceof TypeError ? 'it is no text' : error instanceof Error ? error.message : String(error)}.`);
  }
}

async function edited(before: string, { surroundings }: Terminal): Promise<string> {
  const editor = surroundings.env['VISUAL'] ?? surroundings.env['EDITOR'] ?? '';
  if (editor === '' || !surroundings.isInteractive()) {
    throw new UsageError('edit needs the new spec: --spec TEXT or --file FILE; or, on a terminal, the editor that $EDITOR names.');
  }
  return editText(before, editor);
}
