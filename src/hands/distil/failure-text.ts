/** Failures as the text for the next attempt: those of one cause together, within a number of lines and characters. */

import { cut } from '../results/test-results.ts';
import type { Failure } from './found.ts';
import { normalised } from './normalised.ts';

export const distilLimits = { lines: 40, characters: 4_000, lineCharacters: 300, messageLines: 12, alike: 6 } as const;

/** Places in a text move when lines are added above; the failure is the same. */
const places = /(\.\w{1,10})(?::\d{1,7}(?::\d{1,7})?|\(\d{1,7}(?:,\d{1,7})?\)|", line \d{1,7})/g;

export interface FailureGroup {
  readonly failures: readonly Failure[];
  readonly message: readonly string[];
}

/** Errors that are no test's in their order, then tests by name: they may run in any order. */
export function groupsOf(failures: readonly Failure[]): readonly FailureGroup[] {
  const sorted = [...failures.filter(({ id }) => id === undefined), ...failures.filter(({ id }) => id !== undefined).toSorted(byName)];
  const groups = new Map<string, { readonly failures: Failure[]; readonly message: readonly string[] }>();
  const seen = new Set<string>();
  for (const failure of sorted) {
    const message = failure.message.map(normalised);
    const cause = withoutPlaces(message);
    const whole = `${headOf(failure)}\n${cause}`;
    if (seen.has(whole)) continue;
    seen.add(whole);
    const group = groups.get(cause) ?? { failures: [], message };
    group.failures.push(failure);
    groups.set(cause, group);
  }
  return [...groups.values()];
}

function byName(one: Failure, other: Failure): number {
  return (one.id ?? '') < (other.id ?? '') ? -1 : Number(one.id !== other.id);
}

/** What makes a failure the same: which test, in which file, says what. */
export function keyOf({ id = '', place, message }: Failure): string {
  return [id, place === undefined ? '' : normalised(place.file), withoutPlaces(message.map(normalised))].join('\n');
}

export function withoutPlaces(lines: readonly string[]): string {
  return lines.join('\n').replaceAll(places, '$1');
}

export function groupLines({ failures, message }: FailureGroup): readonly string[] {
  const heads = failures.slice(0, distilLimits.alike).map(headOf);
  const more = failures.length - heads.length;
  const text = message.slice(0, distilLimits.messageLines);
  const lines = [...heads, ...(more > 0 ? [`✗ … and ${more} more like these`] : []), ...text.map((line) => `  ${line}`)];
  return message.length > text.length ? [...lines, '  …'] : lines;
}

function headOf({ id, place }: Failure): string {
  const where = place === undefined ? '' : `${normalised(place.file)}${place.line === undefined ? '' : `:${place.line}`}`;
  if (id === undefined) return `✗ ${where === '' ? 'error' : where}`;
  return where === '' ? `✗ ${id}` : `✗ ${id} (${where})`;
}

/** Whole blocks as far as there is room, and how many there was none for. */
export function capped(head: readonly string[], blocks: readonly (readonly string[])[], uncounted: number): string {
  const lines = head.map(short);
  let told = 0;
  for (const block of blocks) {
    const next = block.map(short);
    const isFirst = told === 0;
    if (!isFirst && !hasRoom([...lines, ...next])) break;
    while (isFirst && next.length > 1 && !hasRoom([...lines, ...next])) next.pop();
    lines.push(...next);
    told += 1;
  }
  const more = blocks.length - told + uncounted;
  return (more > 0 ? [...lines, `… and ${more} more`] : lines).join('\n');
}

/** Room for the last line is kept. */
function hasRoom(lines: readonly string[]): boolean {
  return lines.length < distilLimits.lines && lines.reduce((sum, line) => sum + line.length + 1, 0) < distilLimits.characters - 40;
}

function short(line: string): string {
  return cut(line, distilLimits.lineCharacters);
}
