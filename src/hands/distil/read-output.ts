/**
 * What the text of a command's output tells: its failures, and which tests passed and failed, for tools that write no file
 * of results. A command may run several tools: every reader looks, first those that know tests, and what one has
 * understood the others leave alone. It reads all of what it is given, and no more than the cap on each stream.
 */

import type { TestIds } from '../../kernel/facts.ts';
import { linesOfBytes } from './clean-text.ts';
import { Found, OutputLines, type OutputReader } from './found.ts';
import { goJsonLines } from './go-json-lines.ts';
import { readCargoTest } from './read-cargo-test.ts';
import { readDiagnostics } from './read-diagnostics.ts';
import { readGoTest } from './read-go-test.ts';
import { readJest } from './read-jest.ts';
import { readMaven } from './read-maven.ts';
import { readNodeSpec, readTapOutput } from './read-node-test.ts';
import { readPytest } from './read-pytest.ts';
import { readVitest } from './read-vitest.ts';

/** Head and tail of what a command printed, as its host kept them. */
export interface CommandOutput {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export const outputReaders: readonly OutputReader[] = [
  readVitest,
  readJest,
  readTapOutput,
  readNodeSpec,
  readPytest,
  readCargoTest,
  readGoTest,
  readDiagnostics,
  readMaven,
];

export function readOutput({ stdout, stderr }: CommandOutput): { readonly output: OutputLines; readonly found: Found } {
  const output = new OutputLines([...goJsonLines(linesOfBytes(stdout)), ...linesOfBytes(stderr)]);
  const found = new Found();
  for (const reader of outputReaders) reader(output, found);
  return { output, found };
}

/** As far as the text tells; none at all for a tool that says only how many there were. */
export function testIdsOf(output: CommandOutput): TestIds {
  return readOutput(output).found.tests();
}
