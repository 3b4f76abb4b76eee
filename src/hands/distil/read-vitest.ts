/**
 * vitest: the blocks below `FAIL`, and the lines of its verbose reporter.
 * Names: file, suites, test, as vitest has them with ` > `.
 */

import { testId } from '../results/test-results.ts';
import type { Found, OutputLines } from './found.ts';
import { messageOf } from './frames.ts';
import { placeIn } from './place.ts';

/** jest heads its files alike when it writes in colour, without suites or brackets. */
const header = /^\s*FAIL {2}(\S.*(?: > | \[ ).*)$/;
const ruler = /^\s*⎯{5,}/;
const verbose = /^\s*([✓×])\s+(\S+\.[cm]?[jt]sx? > .+?)(?:\s{1,4}\d+(?:\.\d+)?m?s)?$/;

export function readVitest(output: OutputLines, found: Found): void {
  for (let at = 0; at < output.lines.length; at += 1) {
    const line = output.at(at);
    const [, mark, name = ''] = verbose.exec(line) ?? [];
    if (mark !== undefined) {
      output.take(at);
      if (mark === '✓') found.pass(idOf(name));
      else found.fail(idOf(name));
    } else if (header.test(line)) at = readBlock(output, at, found) - 1;
  }
}

/** Tests that failed alike stand above one message. */
function readBlock(output: OutputLines, from: number, found: Found): number {
  const ids: string[] = [];
  let start = from;
  for (let name = header.exec(output.at(start)); name !== null; name = header.exec(output.at(start))) {
    ids.push(idOf(name[1] ?? ''));
    start += 1;
  }
  const end = output.until(start, (line) => ruler.test(line) || header.test(line));
  const body = output.take(from, end).slice(start - from);
  const place = placeIn(body.filter((line) => line.trimStart().startsWith('❯')).join('\n'));
  for (const id of ids) found.add({ id, place, message: messageOf(body) });
  return end;
}

function idOf(name: string): string {
  return testId(name.replace(/ \[ [^\]]{1,500} \]$/, '').split(' > '));
}
