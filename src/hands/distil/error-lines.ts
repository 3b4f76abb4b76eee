/** What looks like an error in lines that no reader knows, and the last lines: better than nothing. */

import type { OutputLines } from './found.ts';
import { isFrame } from './frames.ts';

const strong = /^(?:# |> )?(?:\[?(?:uncaught )?[\w.$:]*(?:error|exception|fatal|panic)\b[^:]{0,80}\]?:? \S|npm error |make: \*\*\*)/i;
const weak = /\b(?:errors?|exception|fatal|panic(?:ked)?|fail(?:ed|ure|s)?|cannot|could not|unable to|undefined reference|not found|no such file|denied|killed|timed? ?out|segmentation fault|aborted|core dumped|unexpected)\b/i;
/** «0 errors», «no failures» and headings say nothing. */
const nothing = /\b(?:0|no) (?:errors?|failures?|failed)\b|^\W*(?:failures|errors?|failed)\W*$|^ℹ |^# (?:fail|cancelled) /i;
const mostLines = 8;

export function errorLines(output: OutputLines): readonly string[] {
  const free = freeLines(output);
  const found = free.filter((line) => strong.test(line));
  const kept = found.length > 0 ? found : free.filter((line) => weak.test(line));
  return [...new Set(kept.map((line) => line.replace(/^# /, '').trim()))].slice(0, mostLines);
}

export function lastLines(output: OutputLines): readonly string[] {
  return output.lines.filter((line) => /[\p{L}\p{N}]/u.test(line.replace(/^\[INFO\]/, ''))).slice(-mostLines);
}

function freeLines(output: OutputLines): readonly string[] {
  return output.lines.filter((line, at) => output.isFree(at) && line.trim() !== '' && !isFrame(line) && !nothing.test(line));
}
