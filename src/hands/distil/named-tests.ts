/**
 * Names of tests in what a command printed, only of tools that name each test, whether it passes or fails: what is named in
 * a red run must be named in a green one as well, or nothing could ever turn it green (T8, E8). Those that name only what
 * failed, or that name the more the fewer files they run (jest, vitest), have to write a report.
 */

import type { TestIds } from '../../kernel/facts.ts';
import { linesOfBytes } from './clean-text.ts';
import { Found, OutputLines, type OutputReader } from './found.ts';
import { goJsonLines } from './go-json-lines.ts';
import { readCargoTest } from './read-cargo-test.ts';
import { readGoTest } from './read-go-test.ts';
import { readNodeSpec, readTapOutput } from './read-node-test.ts';
import type { CommandOutput } from './read-output.ts';
import { readPytest } from './read-pytest.ts';

/** Each with the line that only a reporter which names all tests prints. */
const naming: readonly (readonly [RegExp, OutputReader])[] = [
  [/^TAP version 1[34]$/, readTapOutput],
  [/^ℹ tests \d+$/, readNodeSpec],
  [/^\S+\.py::.+ (?:PASSED|FAILED|ERROR)\b/, readPytest],
  [/^test \S.* \.\.\. (?:ok|FAILED)\b/, readCargoTest],
  [/^=== (?:RUN|NAME) /, readGoTest],
];

export interface NamedTests extends TestIds {
  readonly groups: readonly string[];
}

export function namedTests({ stdout, stderr }: CommandOutput): NamedTests {
  const output = new OutputLines([...goJsonLines(linesOfBytes(stdout)), ...linesOfBytes(stderr)]);
  const found = new Found();
  for (const [line, reader] of naming) if (output.lines.some((one) => line.test(one))) reader(output, found);
  return { ...found.tests(), groups: found.passedGroups() };
}
