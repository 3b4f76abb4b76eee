/** Lays files out in the one way that there is; a file is replaced whole, or left as it was. */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Line } from '../language/diagnostics/render.ts';
import { renderDiagnostics } from '../language/diagnostics/render.ts';
import { toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import { format } from '../language/syntax/format.ts';
import { limits } from '../ports/limits.ts';
import { DiskSourceFiles } from './disk-source-files.ts';

export type FormattedText =
  | { readonly ok: true; readonly text: string; readonly isChanged: boolean }
  | { readonly ok: false; readonly lines: readonly Line[] };

export function formatText(file: string, text: string): FormattedText {
  const formatted = format({ file, text });
  if (formatted.ok) return { ok: true, text: formatted.text, isChanged: formatted.text !== text };
  const { findings, more } = formatted;
  return { ok: false, lines: renderDiagnostics(toDiagnostics(findings, new Map([[file, text]]), more)) };
}

/** The text of standard input. */
export function formatInput(): FormattedText {
  const bytes = readFileSync(0);
  if (bytes.length > limits.sourceBytes) return { ok: false, lines: [[`-: it has more than ${limits.sourceBytes} bytes`]] };
  try {
    return formatText('-', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return { ok: false, lines: [['-: it is not text']] };
  }
}

/** Why a file is not read, in words. */
const whyNot = {
  'missing': 'does not exist', 'directory': 'is a folder', 'too-large': `is larger than ${limits.sourceBytes} bytes`,
  'not-text': 'is not text', 'outside': 'is a link, or no name of a file', 'unreadable': 'cannot be read',
  'pipe': 'is a pipe', 'socket': 'is a socket', 'device': 'is a device',
} as const;

export function formatFile(file: string): FormattedText {
  const read = new DiskSourceFiles({ folder: dirname(file), recipes: '', config: null }).read(basename(file));
  return read.ok ? formatText(file, read.text) : { ok: false, lines: [[`${file}: it ${whyNot[read.why]}`]] };
}

/** Beside it, then in its place: whoever reads it meanwhile has the old text or the new one. */
export function writeFormatted(file: string, text: string): void {
  const target = realpathSync(file);
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    const own = openSync(target, 'r');
    const { mode } = fstatSync(own);
    closeSync(own);
    const handle = openSync(beside, 'wx', mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}
