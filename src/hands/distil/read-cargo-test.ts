/**
 * cargo test: `test name ... ok`, and the blocks below `---- name stdout ----`.
 * Names: the file of the target where cargo said it, then modules and test, as Rust has them with `::`. Cargo names the
 * targets on the other stream, in the order in which they run; where their numbers differ, no target is told.
 */

import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { trimmed } from './frames.ts';
import { placeIn } from './place.ts';

const target = /^ +(?:Running (?:unittests )?(\S+) \(|Doc-tests (\S+))/;
const begins = /^running \d+ tests?$/;
const outcome = /^test (\S.*?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/;
const block = /^---- (.+) stdout ----$/;
const ends = /^(?:failures:|test result:)/;
const panicked = /^thread '.*' (?:\(\d+\) )?panicked at (.+?):?$/;

export function readCargoTest(output: OutputLines, found: Found): void {
  const targets = output.lines.flatMap((line) => {
    const [, file, crate] = target.exec(line) ?? [];
    return file ?? (crate === undefined ? [] : `doc-tests ${crate}`);
  });
  const isSure = targets.length === output.lines.filter((line) => begins.test(line)).length;
  let ran = -1;
  for (let at = 0; at < output.lines.length; at += 1) {
    const line = output.at(at);
    if (begins.test(line)) ran += 1;
    const within = isSure ? targets[ran] : undefined;
    const [, name, word] = outcome.exec(line) ?? [];
    const title = block.exec(line)?.[1];
    if (name !== undefined && ran >= 0) tell(idOf(within, name), word, found);
    if (begins.test(line) || ends.test(line) || (name !== undefined && ran >= 0)) output.take(at);
    if (title === undefined) continue;
    const end = output.until(at + 1, (next) => block.test(next) || ends.test(next));
    readBlock(idOf(within, title), output.take(at, end).slice(1), found);
    at = end - 1;
  }
}

function tell(id: string, word: string | undefined, found: Found): void {
  if (word === 'ok') found.pass(id);
  if (word === 'FAILED') found.fail(id);
}

/** An example in a comment has its line in its name; the line is no part of ours. */
function idOf(within: string | undefined, name: string): string {
  return testId([within, ...name.replace(/ \(line \d+\)$/, '').split('::')]);
}

function readBlock(id: string, lines: readonly string[], found: Found): void {
  const at = lines.findIndex((line) => panicked.test(line));
  const where = panicked.exec(lines[at] ?? '')?.[1] ?? '';
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => /^(?:stack backtrace:|note: )/.test(line));
  // Before Rust 1.73 the message stands on the line itself, quoted, with the place after it.
  const [, old, place = where] = /^'(.*)', (\S+)$/.exec(where) ?? [];
  found.add({ id, place: placeIn(place), message: old === undefined ? trimmed(end === -1 ? rest : rest.slice(0, end)) : [old] });
}
