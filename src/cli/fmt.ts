/** `fmt FILE…`: workflows laid out in the one way that there is; of a folder those below it. */
import { formatFile, formatInput, writeFormatted } from '../compose/format-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { filesOf } from './files-of.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const fmt: Act = (call, terminal) => {
  const named = call.arguments;
  const isCheck = call.options.has('check');
  if (named.includes('-')) {
    if (new Set(named).size > 1) throw new UsageError('`-` is standard input, and stands alone.');
    return Promise.resolve(formatStream(terminal, isCheck));
  }
  const { files, found } = filesOf(named, '.esp');
  const done = [...files, ...found].map((file) => formatOne(file, terminal, isCheck));
  if (call.isJson) terminal.json({ ok: done.every(({ outcome }) => outcome === 'same' || outcome === 'changed' && !isCheck), files: done });
  else for (const { file, outcome } of done) if (outcome === 'changed') terminal.print(file);
  if (done.some(({ outcome }) => outcome === 'broken')) return Promise.resolve(exitCodes.usage);
  return Promise.resolve(isCheck && done.some(({ outcome }) => outcome === 'changed') ? exitCodes.failed : exitCodes.ok);
};

interface Done {
  readonly file: string;
  readonly outcome: 'same' | 'changed' | 'broken';
}

function formatOne(file: string, terminal: Terminal, isCheck: boolean): Done {
  const formatted = formatFile(file);
  if (!formatted.ok) {
    terminal.say(...formatted.lines);
    return { file, outcome: 'broken' };
  }
  if (!formatted.isChanged) return { file, outcome: 'same' };
  if (!isCheck) write(file, formatted.text);
  return { file, outcome: 'changed' };
}

function write(file: string, text: string): void {
  try {
    writeFormatted(file, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function formatStream(terminal: Terminal, isCheck: boolean): ExitCode {
  const formatted = formatInput();
  if (!formatted.ok) {
    terminal.say(...formatted.lines);
    return exitCodes.usage;
  }
  if (!isCheck) terminal.surroundings.stdout.write(formatted.text);
  return isCheck && formatted.isChanged ? exitCodes.failed : exitCodes.ok;
}
