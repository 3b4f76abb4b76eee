/**
 * pytest: the lines of -v and -rA, the short summary, and the blocks below FAILURES and ERRORS.
 * Names: file, classes, test, as pytest has them with `::`.
 */

import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { trimmed } from './frames.ts';
import { placeIn } from './place.ts';

const progress = /^([^\s:]+\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?: +\[ *\d+%\])?$/;
const ofProcess = /^\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|ERROR) ([^\s:]+\.py::.+)$/;
const told = /^(PASSED|FAILED|ERROR) ([^\s:]+\.py(?:::.+?)?)(?: - (.*))?$/;
const section = /^=+ (.+?) =+$/;
/** No ruler between two frames: `_ _ _`. */
const header = /^_+ (?!_ )(\S(?:.*\S)?) _+$/;
const captured = /^-+ Captured .+ -+$/;
const placed = /^\S+\.pyx?:\d+: /;

export function readPytest(output: OutputLines, found: Found): void {
  if (!output.lines.some((line) => /^=+ (?:test session starts|FAILURES|ERRORS|short test summary info) =+$/.test(line))) return;
  const failed = readNames(output, found);
  let isInside = false;
  for (let at = 0; at < output.lines.length; at += 1) {
    const line = output.at(at);
    const title = section.exec(line)?.[1];
    if (title !== undefined) isInside = title === 'FAILURES' || title === 'ERRORS';
    const name = isInside ? header.exec(line)?.[1] : undefined;
    if (name === undefined) continue;
    const end = output.until(at + 1, (next) => header.test(next) || section.test(next) || /^!{3,} /.test(next));
    readBlock(name, output.take(at, end), { found, failed });
    at = end - 1;
  }
  for (const [id, reason] of failed.values()) found.add({ id, message: [reason] });
}

interface Names {
  readonly found: Found;
  /** By the name that heads a block: the test's own name, and the reason in the summary. */
  readonly failed: Map<string, readonly [string, string]>;
}

function readNames(output: OutputLines, found: Found): Names['failed'] {
  const failed: Names['failed'] = new Map();
  for (let at = 0; at < output.lines.length; at += 1) {
    const line = output.at(at);
    const [, first, outcome] = progress.exec(line) ?? [];
    const [, second, reported] = ofProcess.exec(line) ?? [];
    const [, third, summed, reason = ''] = told.exec(line) ?? [];
    const node = first ?? reported ?? summed;
    if (node === undefined) continue;
    output.take(at);
    const word = outcome ?? second ?? third;
    const parts = partsOf(node);
    if (word === 'PASSED') found.pass(testId(parts));
    if (word !== 'FAILED' && word !== 'ERROR') continue;
    failed.set((parts.length === 1 ? parts : parts.slice(1)).join('.'), [testId(parts), reason]);
  }
  return failed;
}

function partsOf(node: string): readonly string[] {
  const bracket = node.indexOf('[');
  const parts = (bracket === -1 ? node : node.slice(0, bracket)).split('::');
  return bracket === -1 ? parts : [...parts.slice(0, -1), `${parts.at(-1) ?? ''}${node.slice(bracket)}`];
}

function readBlock(title: string, lines: readonly string[], { found, failed }: Names): void {
  const name = title.replace(/^ERROR (?:collecting|at (?:setup|teardown) of) /, '');
  const end = lines.findIndex((line) => captured.test(line));
  const own = end === -1 ? lines : lines.slice(0, end);
  const errors = own.filter((line) => /^E(?: |$)/.test(line)).map((line) => line.slice(1));
  const [id, reason] = failed.get(name) ?? [testId(name.split('.py').length > 1 ? [name] : name.split('.')), ''];
  failed.delete(name);
  const place = own.findLast((line) => placed.test(line) && placeIn(line) !== undefined);
  const message = errors.length > 0 ? trimmed(errors) : [reason === '' ? (own.findLast((line) => placed.test(line)) ?? '').replace(/^\S+ /, '') : reason];
  found.add({ id, message, place: placeIn(place ?? '') });
}
