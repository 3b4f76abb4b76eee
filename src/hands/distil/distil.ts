/**
 * What a failed command printed, distilled for the next attempt: the failures of its tests, the errors of its compilers,
 * or else the lines that look like errors and the last ones; without what differs from run to run (normalised.ts).
 *
 * - The same output gives the same text and signature, whoever asks: no clock, no randomness, no model.
 * - The signature (R7) is of which tests failed in which files with which messages, whatever their order and lines. Where
 *   nothing is understood, it is of the exit code and of what is shown.
 * - The text has no control character, at most 40 lines and at most 4,000 characters, whatever was printed.
 * - Where tests are hidden, only names are told. A name is what the output says: code under test can print one itself, so
 *   that names are few and short.
 *
 * It is for showing and for guidance; whether the gate is green its exit code says (E1).
 */

import { digestText } from '../../kernel/digest.ts';
import type { Distilled } from '../../kernel/facts.ts';
import { cut, type TestFailure } from '../results/test-results.ts';
import { cleanLine } from './clean-text.ts';
import { errorLines, lastLines } from './error-lines.ts';
import { capped, groupLines, groupsOf, keyOf, withoutPlaces } from './failure-text.ts';
import type { Failure, Found, OutputLines } from './found.ts';
import { messageOf } from './frames.ts';
import { normalised } from './normalised.ts';
import { readOutput, type CommandOutput } from './read-output.ts';

export interface DistilledGate {
  readonly gate: string;
  /** `null`: it yielded none (killed, or its time ran out). */
  readonly exit: number | null;
  /** The attempt may not see the tests: their names alone are told. */
  readonly hidden?: boolean;
  /** What files of results say failed: told where the output tells of no failure. */
  readonly reported?: readonly TestFailure[];
}

const hiddenNames = 20;
const hiddenCharacters = 120;

export function distil(printed: CommandOutput, { gate, exit, hidden = false, reported = [] }: DistilledGate): Distilled {
  const name = cut(cleanLine(gate), hiddenCharacters);
  if (exit === 0) return { signature: digestText(`${name}\n0`), text: '' };
  const { output, found } = readOutput(printed);
  if (found.failures.length === 0) for (const one of reported) found.add(asFound(one));
  const failures = [...found.failures, ...untold(found)];
  const isTold = failures.some(({ message }) => says(message));
  // A runner that says of a file only that it failed: why stands elsewhere.
  const isBare = failures.some(({ message }) => message.length > 0 && !says(message));
  const others = isTold ? (isBare ? errorLines(output).map(normalised) : []) : linesToShow(output);
  const keys = [...(isTold ? [] : [String(exit)]), ...failures.map(keyOf), withoutPlaces(others)];
  const signature = digestText([name, ...new Set(keys)].toSorted().join('\n\n'));
  const head = [headOf(name, exit, found)];
  if (hidden) return { signature, text: hiddenText(head, found) };
  const groups = groupsOf(failures.map((one) => (says(one.message) ? one : { ...one, message: [] })));
  const rest = others.length === 0 ? [] : [others.map((line) => `  ${line}`)];
  return { signature, text: capped(head, [...groups.map(groupLines), ...rest], found.uncounted) };
}

function asFound({ id, message, file, line }: TestFailure): Failure {
  const place = file === undefined ? undefined : { file, ...(line === undefined ? {} : { line }) };
  return { ...(id === '' ? {} : { id }), message: messageOf(message.split('\n')), place };
}

/** A test that failed and of which nothing else is said. */
function untold(found: Found): readonly Failure[] {
  const told = new Set(found.failures.map(({ id }) => id));
  return found.tests().failed.filter((id) => !told.has(id)).map((id) => ({ id, message: [] }));
}

function says(message: readonly string[]): boolean {
  return message.length > 0 && !/^(?:|test failed|collection failure|exit status \d+)$/.test(message.join(' ').trim());
}

function linesToShow(output: OutputLines): readonly string[] {
  const errors = errorLines(output);
  const shown = errors.length > 0 ? errors : lastLines(output);
  return shown.length > 0 ? shown.map(normalised) : ['It printed nothing that can be read.'];
}

function headOf(gate: string, exit: number | null, found: Found): string {
  const failed = found.tests().failed.length;
  const how = exit === null ? 'gave no exit code: it was ended, or its time ran out' : `failed with exit code ${exit}`;
  return `${gate} ${how}${failed === 0 ? '' : `; ${failed} ${failed === 1 ? 'test' : 'tests'} failed`}`;
}

function hiddenText(head: readonly string[], found: Found): string {
  const names = found.tests().failed;
  const shown = names.slice(0, hiddenNames).map((name) => [`✗ ${cut(name.replace(/\[.*$/, ''), hiddenCharacters)}`]);
  return capped([...head, 'What its tests say is not shown here.'], shown, names.length - shown.length);
}
