/** A simulation's result, as tables. */

import { eventTypes } from '../../src/kernel/evolve.ts';
import { stepsOf } from './simulate.ts';
import type { Counts, Tally } from './tally.ts';

export function reportOf(tally: Tally): string {
  const { brain = 0, host = 0 } = tally.steps;
  return [
    `${tally.worlds} worlds, ${stepsOf(tally)} steps: ${brain} by the brain alone, ${host} through hosts and their journals`,
    '(a step is one command given, or one thing done to the world: a clock set, a hand lost, a process killed or started)',
    table('worlds ended', tally.ends),
    table('commands decided', tally.commands),
    table('faults', tally.faults),
    coverage(tally),
    violations(tally),
  ].join('\n');
}

/** Event types that no world has shown. */
export function neverSeen(tally: Tally): readonly string[] {
  return eventTypes.filter((type) => tally.events[type] === undefined);
}

function coverage(tally: Tally): string {
  const missing = neverSeen(tally);
  const rare = Object.entries(tally.events).toSorted((one, other) => one[1] - other[1]).slice(0, 8);
  const seen = eventTypes.length - missing.length;
  return [
    `events: ${seen} of ${eventTypes.length} types; the rarest: ${rare.map(([type, times]) => `${type} ${times}`).join(', ')}`,
    ...(missing.length === 0 ? [] : [`  never: ${missing.join(', ')}`]),
  ].join('\n');
}

function violations({ failures }: Tally): string {
  const shown = failures.slice(0, 20).map(({ level, seed, violation }) =>
    `  seed ${seed} (${level}): ${violation.rule}: ${violation.message.split('\n').slice(0, 6).join('\n    ')}`);
  return [`violations: ${failures.length}`, ...shown].join('\n');
}

const columns = 4;

function table(title: string, counts: Counts): string {
  const cells = Object.entries(counts).toSorted((one, other) => other[1] - one[1])
    .map(([what, times]) => `${String(times).padStart(9)} ${what}`.padEnd(36));
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += columns) rows.push(`  ${cells.slice(at, at + columns).join('').trimEnd()}`);
  return [`${title}:`, ...rows].join('\n');
}
