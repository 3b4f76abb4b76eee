/**
 * jest: the tree below `PASS` and `FAIL` (with --verbose, or of one file), and the blocks below `●`.
 * Names: file, suites, test.
 */

import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { messageOf } from './frames.ts';
import { placeIn } from './place.ts';
import { workPath } from './work-path.ts';

/** In colour there are spaces around the word. */
const header = /^ ?(?:FAIL|PASS) {1,2}(\S.*?)(?: \(\d[^()]*\))?$/;
const bullet = /^ {2}● (\S.*)$/;
const test = /^( {2,})([✓✕○✎]) (?:skipped |todo )?(.+?)(?: \(\d+(?:\.\d+)? m?s\))?$/;
const suite = /^( {2,})(\S.*)$/;
const summary = /^(?:Test Suites:|Summary of all failing tests)/;

export function readJest(output: OutputLines, found: Found): void {
  for (let at = 0; at < output.lines.length; at += 1) {
    const file = header.exec(output.at(at))?.[1];
    if (file === undefined || !/\.[cm]?[jt]sx?$/.test(file)) continue;
    const end = output.until(at + 1, (line) => header.test(line) || summary.test(line));
    readFile({ output, from: at, to: end, file: workPath(file) ?? file }, found);
    at = end - 1;
  }
}

interface Part {
  readonly output: OutputLines;
  readonly from: number;
  readonly to: number;
  readonly file: string;
}

function readFile({ output, from, to, file }: Part, found: Found): void {
  const lines = output.take(from, to);
  const bullets = lines.flatMap((line, at) => (bullet.test(line) ? at : []));
  readTree(lines.slice(0, bullets[0]), file, found);
  for (const [index, at] of bullets.entries()) readBullet(lines.slice(at, bullets[index + 1]), file, found);
}

function readTree(lines: readonly string[], file: string, found: Found): void {
  const suites: string[] = [];
  for (const line of lines.slice(1)) {
    const [, indent = '', mark, name = ''] = test.exec(line) ?? [];
    const [, outer = '', title = ''] = suite.exec(line) ?? [];
    const depth = Math.min(Math.floor((mark === undefined ? outer : indent).length / 2) - 1, 64);
    if (depth < 0) continue;
    suites.length = Math.min(suites.length, depth);
    if (mark === undefined) suites.push(title);
    else if (mark === '✓') found.pass(testId([file, ...suites, name]));
    else if (mark === '✕') found.fail(testId([file, ...suites, name]));
  }
}

function readBullet(lines: readonly string[], file: string, found: Found): void {
  const name = bullet.exec(lines[0] ?? '')?.[1] ?? '';
  if (name === 'Console') return;
  const details = lines.findIndex((line) => line.trim() === 'Details:');
  const body = lines.slice(details === -1 ? 1 : details + 1);
  const parts = name === 'Test suite failed to run' ? [file] : [file, ...name.split(' › ')];
  found.add({ id: testId(parts), place: placeIn(body.filter((line) => /^\s*at /.test(line)).join('\n')), message: messageOf(body) });
}
