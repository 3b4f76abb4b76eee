/**
 * What compilers and linters say: tsc, rustc, javac (also through maven), gcc and clang, go, eslint and those that write
 * alike, the linker; and an exception that ended a Python program. Errors only.
 */

import type { Failure, Found, OutputLines } from './found.ts';
import { trimmed } from './frames.ts';
import { placeIn, type Place } from './place.ts';
import { workPath } from './work-path.ts';

const plain = /^(\S[^:()]{0,300}?\.\w{1,10}):(\d{1,7})(?::\d{1,7})?(?::| -) (?:fatal )?error(?: (\w{1,12}))?: (.+)$/i;
const tsc = /^(\S[^()]{0,300}?)\((\d{1,7}),\d{1,7}\): error (\w{1,12}): (.+)$/;
const go = /^(?:vet: )?(\S{1,300}\.go):(\d{1,7}):\d{1,7}: ()(.+)$/;
const maven = /^\[ERROR\] (\S{1,300}?\.\w{1,10}):\[(\d{1,7}),\d{1,7}\] ()(.+)$/;
const rust = /^error(?:\[(\w{1,12})\])?: (.+)$/;
const rustAbout = /^(?:could not compile|aborting due|test failed|doctest failed|\d+ targets? failed|build failed)/;
const linker = /(?:^|[:\s])(undefined reference to .+|multiple definition of .+|cannot find -l\S+.*)$/;
const detail = /^(?:\[ERROR\] )?\s+(?:symbol|location|found|required|reason): +\S/;
const lintedFile = /^(?:\/|\.\/)?[\w@.+-][\w@./+-]{0,300}\.\w{1,10}$/;
const linted = /^ +(\d{1,7}):\d{1,7} +(error|warning) +(.+?)(?: {2,40}(\S+))?$/;

export function readDiagnostics(output: OutputLines, found: Found): void {
  let file: string | undefined;
  for (let at = 0; at < output.lines.length; at += 1) {
    if (!output.isFree(at)) continue;
    const line = output.at(at);
    if (lintedFile.test(line)) file = line;
    const failure = ofCompiler(output, at) ?? ofRust(output, at) ?? ofLinter(line, file) ?? ofPython(output, at);
    if (failure === undefined) continue;
    output.take(at);
    found.add(failure);
  }
}

function ofCompiler(output: OutputLines, at: number): Failure | undefined {
  const line = output.at(at);
  const [, path, number = '', code = '', text = ''] = plain.exec(line) ?? tsc.exec(line) ?? go.exec(line) ?? maven.exec(line) ?? [];
  if (path === undefined) {
    const unlinked = linker.exec(line)?.[1];
    return unlinked === undefined ? undefined : { message: [unlinked] };
  }
  const details = [1, 2, 3, 4, 5].map((next) => output.at(at + next)).filter((next) => detail.test(next));
  const extra = text.endsWith('cannot find symbol') ? details.slice(0, 2).map((next) => next.replace(/^\[ERROR\]/, '').trim()) : [];
  return { place: placeOf(path, number), message: [coded(code, text), ...extra] };
}

function ofRust(output: OutputLines, at: number): Failure | undefined {
  const [, code = '', text = ''] = rust.exec(output.at(at)) ?? [];
  if (text === '' || rustAbout.test(text)) return undefined;
  const arrow = [1, 2, 3, 4].map((next) => /^ *--> (.+)$/.exec(output.at(at + next))?.[1]).find((next) => next !== undefined);
  if (arrow === undefined) return undefined;
  const end = output.until(at + 1, (line) => line === '' || rust.test(line));
  const notes = output.take(at, end).map((line) => /^ *(?:\d+ *)?\|.*[~^] (\S.*)$/.exec(line)?.[1]).filter((note) => note !== undefined);
  return { place: placeIn(arrow), message: [coded(code, text), ...notes.slice(0, 2)] };
}

function ofLinter(line: string, file: string | undefined): Failure | undefined {
  const [, number = '', level, text = '', rule = ''] = linted.exec(line) ?? [];
  return level === 'error' && file !== undefined ? { place: placeOf(file, number), message: [coded(rule, text)] } : undefined;
}

/** The last frame in the workspace, and the line that the exception is on. */
function ofPython(output: OutputLines, at: number): Failure | undefined {
  if (output.at(at) !== 'Traceback (most recent call last):') return undefined;
  const end = output.until(at + 1, (line) => line !== '' && !line.startsWith(' '));
  const frames = output.take(at, end + 1);
  const place = frames.map((line) => placeIn(line)).findLast((one) => one !== undefined);
  return { place, message: trimmed(frames.slice(-1)) };
}

function placeOf(path: string, line: string): Place {
  return { file: workPath(path) ?? path, line: Number(line) };
}

function coded(code: string, text: string): string {
  return code === '' ? text : `${code}: ${text}`;
}
