/** Failing worlds, made small and kept: each is replayed for ever. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

import type { Bug } from './bugs.ts';
import { Choices, type Rows } from './choices.ts';
import { shrink } from './shrink.ts';
import { levelOf, runWorld, type World } from './simulate.ts';
import type { Level, Outcome } from './tally.ts';
import type { Violation } from './violation.ts';

export interface Fixture {
  readonly seed: number;
  readonly level: Level;
  /** What was found. Once it is mended, the same choices find nothing. */
  readonly found: Violation;
  readonly rows: Rows;
}

const fixtureSchema: z.ZodType<Fixture> = z.object({
  seed: z.number(),
  level: z.enum(['brain', 'host']),
  found: z.object({ rule: z.string(), message: z.string() }),
  rows: z.array(z.array(z.number())),
});

const folder: URL = new URL('fixtures/', import.meta.url);

export function readFixtures(): readonly Fixture[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
    .map((name) => fixtureSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}

export function writeFixture(fixture: Fixture): string {
  const file = new URL(`${fixture.seed}.json`, folder);
  const { rows, ...rest } = fixture;
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  writeFileSync(file, `${head},\n  "rows": [\n${lines}\n  ]\n}\n`);
  return file.pathname;
}

export interface Small {
  readonly fixture: Fixture;
  /** Rows before and after, and worlds that were tried for it. */
  readonly from: number;
  readonly to: number;
  readonly tries: number;
}

/** Runs a seed that fails, and makes its world as small as it gets. `null`: it does not fail. */
export async function shrinkSeed(seed: number, bug: Bug, mostTries: number): Promise<Small | null> {
  const level = levelOf(seed);
  const whole = await runWorld({ seed, level, choices: Choices.fromSeed(seed), bug });
  const { violation } = whole;
  if (violation === null) return null;
  const again = (rows: Rows): Promise<Outcome> => runWorld(worldOf({ seed, level, rows }, bug));
  const fails = async (rows: Rows): Promise<boolean> => sameFailure((await again(rows)).violation, violation);
  const { rows, tries } = await shrink({ rows: whole.rows, fails, mostTries });
  const found = (await again(rows)).violation ?? violation;
  const fixture = { seed, level, found: { ...found, message: found.message.slice(0, 400) }, rows: rows.map((row) => [...row]) };
  return { fixture, from: whole.rows.length, to: rows.length, tries };
}

export function worldOf({ seed, level, rows }: Omit<Fixture, 'found'>, bug: Bug): World {
  return { seed, level, choices: Choices.fromRows(rows), bug };
}

/** The same rule, in the same words but for names and numbers. */
function sameFailure(one: Violation | null, other: Violation): boolean {
  const kind = (message: string): string => (message.split('\n')[0] ?? '').replaceAll(/[^ ]*\d[^ ]*/g, '#').slice(0, 60);
  return one?.rule === other.rule && kind(one.message) === kind(other.message);
}
