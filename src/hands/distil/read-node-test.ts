/**
 * node:test's spec reporter: the tree of ✔ and ✖, and what follows `✖ failing tests:`; and TAP, from whatever tool.
 * Names: suites and test; neither format has the file of a test that passed.
 */

import { readTapLines } from '../results/read-tap.ts';
import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { messageOf } from './frames.ts';
import { placeIn } from './place.ts';

const mark = /^( *)([▶✔✖﹣]) (.+)$/u;
const took = / \(\d+(?:\.\d+)?ms\)(?: # .*)?$/;
/** Suites within each other that are named. */
const mostSuites = 64;
const testAt = /^test at (\S+:\d+:\d+)$/;

export function readNodeSpec(output: OutputLines, found: Found): void {
  const section = output.lines.findLastIndex((line) => line === '✖ failing tests:');
  const failed = readTree(output, section === -1 ? output.lines.length : section, found);
  for (let at = section; at !== -1 && at < output.lines.length; at += 1) {
    const place = testAt.exec(output.at(at))?.[1];
    if (place === undefined) continue;
    const end = output.until(at + 1, (line) => testAt.test(line));
    const lines = output.take(at, end);
    const [, , , title = ''] = mark.exec(lines[1] ?? '') ?? [];
    const name = title.replace(took, '');
    const after = lines.findIndex((line, index) => index > 1 && line !== '' && !line.startsWith(' '));
    const own = lines.slice(2, after === -1 ? undefined : after);
    const message = messageOf(own).map((line) => line.replace(/^'(.*)'$/, '$1'));
    if (/^\d+ subtests? failed$/.test(message[0] ?? '')) continue;
    found.add({ id: failed.get(name)?.shift() ?? testId([name]), place: placeIn(own.join('\n')) ?? placeIn(place), message });
  }
}

/** Names of tests that failed, by their own name, in the order of the tree. */
function readTree(output: OutputLines, end: number, found: Found): ReadonlyMap<string, string[]> {
  const failed = new Map<string, string[]>();
  const open: { readonly indent: number; readonly name: string }[] = [];
  for (let at = 0; at < end; at += 1) {
    const [, indent = '', sign, title = ''] = mark.exec(output.at(at)) ?? [];
    // A test that was cancelled with its suite has no time.
    const isCancelled = sign === '✖' && indent.length > (open.at(-1)?.indent ?? Infinity);
    if (sign === undefined || !(sign === '▶' || isCancelled || took.test(title))) continue;
    output.take(at);
    const name = title.replace(took, '');
    while ((open.at(-1)?.indent ?? -1) > indent.length) open.pop();
    const last = open.at(-1);
    const closes = last !== undefined && last.indent === indent.length && last.name === name;
    if (last?.indent === indent.length) open.pop();
    if (sign === '▶') open.push({ indent: indent.length, name });
    else if (closes && sign === '✔') found.group(testId([...open.slice(-mostSuites).map((one) => one.name), name]));
    else if (!closes && !/ # (?:SKIP|TODO)/.test(title)) tell(sign, { name, id: testId([...open.slice(-mostSuites).map((one) => one.name), name]) }, { found, failed });
  }
  return failed;
}

interface Told {
  readonly found: Found;
  readonly failed: Map<string, string[]>;
}

function tell(sign: string, { name, id }: { readonly name: string; readonly id: string }, { found, failed }: Told): void {
  if (sign === '✔') found.pass(id);
  if (sign !== '✖') return;
  found.fail(id);
  const alike = failed.get(name);
  if (alike === undefined) failed.set(name, [id]);
  else alike.push(id);
}

export function readTapOutput(output: OutputLines, found: Found): void {
  const start = output.lines.findIndex((line) => /^TAP version 1[34]$/.test(line));
  if (start === -1) return;
  const read = readTapLines(output.lines.slice(start));
  if (!read.ok) return;
  // Comments are what a test printed: others may find an error there.
  for (let at = start; at < output.lines.length; at += 1) if (!output.at(at).startsWith('#')) output.take(at);
  for (const id of read.results.tests.passed) found.pass(id);
  for (const id of read.results.groups) found.group(id);
  for (const { id, message, file, line } of read.results.failures) {
    const place = file === undefined ? undefined : { file, ...(line === undefined ? {} : { line }) };
    found.add({ id, message: messageOf(message.split('\n')), place });
  }
}
