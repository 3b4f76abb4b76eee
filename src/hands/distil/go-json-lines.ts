/**
 * The events of `go test -json` as the lines that `go test -v` would have printed, package by package; other lines as they were.
 * What stood escaped in JSON is cleaned as what stood plain was.
 */

import { cleanLine, cleanLines } from './clean-text.ts';

const mostPackages = 10_000;

export function goJsonLines(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.startsWith('{"') && line.includes('"Action":"'))) return lines;
  const others: string[] = [];
  const packages = new Map<string, string[]>();
  const tests = new Map<string, string>();
  for (const line of lines) {
    const event = eventOf(line);
    const pack = event?.['Package'] ?? event?.['ImportPath'];
    if (event === undefined || pack === undefined || (!packages.has(pack) && packages.size >= mostPackages)) {
      others.push(line);
      continue;
    }
    const own = packages.get(pack) ?? [];
    packages.set(pack, own);
    const { Test: test, Output: text } = event;
    if (text === undefined) continue;
    if (test !== undefined && tests.get(pack) !== test) own.push(`=== NAME  ${cleanLine(test)}`);
    if (test !== undefined) tests.set(pack, test);
    own.push(...cleanLines(text.replace(/\n$/, '')));
  }
  return [...others, ...[...packages.keys()].toSorted().flatMap((pack) => packages.get(pack) ?? [])];
}

type Event = Readonly<Partial<Record<'Package' | 'ImportPath' | 'Test' | 'Output', string>>>;

function eventOf(line: string): Event | undefined {
  if (!line.startsWith('{"')) return undefined;
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== 'object' || read === null || !('Action' in read)) return undefined;
    return Object.fromEntries(Object.entries(read).filter(([, value]) => typeof value === 'string'));
  } catch {
    return undefined;
  }
}
