/** Lays files out in the one way that there is; a file is replaced whole, or left as it was. */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { quoted } from '../kernel/phrase.ts';
import { isPlanFile } from '../language/compile/plan-file-name.ts';
import { badIn, whyNot } from '../language/compile/texts.ts';
import type { Line } from '../language/diagnostics/render.ts';
import { renderDiagnostics } from '../language/diagnostics/render.ts';
import { toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import { format } from '../language/syntax/format.ts';
import { limits } from '../ports/limits.ts';
import type { SourceRead } from '../ports/source-files.ts';
import { bytesOf, DiskSourceFiles } from './disk-source-files.ts';
import { utf8Text } from './utf8-text.ts';

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
  const bytes = bytesOf(0, 0);
  if (bytes.length > limits.sourceBytes) return refused('-', { ok: false, why: 'too-large' }, 'too-long');
  const read = utf8Text(bytes);
  return read.ok ? formatText('-', read.text) : refused('-', read, 'not-text');
}

export function formatFile(file: string): FormattedText {
  if (isPlanFile(file)) return { ok: false, lines: [[`${file}: it is a plan as JSON or YAML; only .esp has a layout of ours`]] };
  const read = new DiskSourceFiles({ folder: dirname(file), recipes: '', config: null }).read(basename(file));
  return read.ok ? formatText(file, read.text) : refused(file, read, whyNot[read.why][0]);
}

function refused(file: string, read: SourceRead & { readonly ok: false }, kind: string): FormattedText {
  const [, words, hint] = whyNot[read.why];
  const said = file === '-' ? 'standard input' : quoted(file);
  const finding = { kind, file, span: badIn(read) ?? { start: 0, end: 0 }, message: `${said} ${words}`, hint };
  const texts = new Map(read.text === undefined ? [] : [[file, read.text]]);
  return { ok: false, lines: renderDiagnostics(toDiagnostics([finding], texts)) };
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
