/** A scenario in a file: run from anywhere; what it names is found beside it. */

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diffLines } from '../language/scenario/diff-lines.ts';
import {
  runScenario, type ScenarioOptions, type ScenarioRun, type UnreadScenario, type YieldedBlock,
} from '../language/scenario/run-scenario.ts';
import { compileText, nobody } from './compile-file.ts';

export type { ScenarioRun, UnreadScenario, YieldedBlock };

/** The largest scenario that is read: far above what a person would. */
const maxScenarioLength = 4_000_000;

/** Faults of the file itself are at line 0. */
export function runScenarioFile(path: string, watch?: ScenarioOptions['watch']): ScenarioRun | UnreadScenario {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return unread(error instanceof Error ? error.message : 'unreadable');
  }
  if (text.length > maxScenarioLength) {
    return unread(`it has ${text.length} characters, more than ${maxScenarioLength}`);
  }
  const readFile = (name: string): string => planText(join(dirname(path), name));
  return runScenario(text.replaceAll('\r\n', '\n'), { readFile, ...(watch === undefined ? {} : { watch }) });
}

/** The plan that a scenario names, as JSON: its own text, or what that of a workflow compiles to. */
function planText(path: string): string {
  if (!path.endsWith('.esp')) return readFileSync(path, 'utf8');
  const { ir, findings } = compileText(path, nobody);
  if (ir === null) throw new Error(findings[0]?.message ?? 'it holds no plan');
  return JSON.stringify(ir);
}

export function rewriteScenario(path: string, run: ScenarioRun): void {
  writeFileSync(path, run.text);
}

/** Lines of the file that are not what the brain yields, block by block, with their numbers. */
export function scenarioDifferences(run: ScenarioRun): readonly string[] {
  return run.blocks.flatMap((block) => differencesOf(block));
}

function differencesOf({ line, said, expectedAt, expected, yielded }: YieldedBlock): readonly string[] {
  if (expected.join('\n') === yielded.join('\n')) return [];
  const diff = diffLines(expected, yielded).filter(({ sign }) => sign !== ' ');
  const width = String(expectedAt + expected.length).length;
  return [
    `${String(line).padStart(width)}   ${said.at(-1) ?? ''}`,
    ...diff.map(({ sign, line: at, text }) =>
      `${(sign === '-' ? String(expectedAt + at - 1) : '').padStart(width)} ${sign} ${text}`),
  ];
}

function unread(message: string): UnreadScenario {
  return { ok: false, faults: [{ line: 0, message: `Cannot read it: ${message}` }] };
}
