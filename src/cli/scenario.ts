/** `scenario FILE [--rewrite]`: a transcript of the brain, run and compared with its text. */

import { resolve } from 'node:path';
import { rewriteScenario, runScenarioFile, scenarioDifferences } from '../compose/scenario-file.ts';
import type { ScenarioRun } from '../compose/scenario-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import type { Act } from './verb.ts';

export const scenario: Act = (call, terminal) => {
  const file = call.arguments[0] ?? '';
  const path = resolve(file);
  const run = runScenarioFile(path);
  if (!run.ok) {
    if (call.isJson) terminal.json({ file, faults: run.faults });
    terminal.say(...run.faults.map(({ line, message }) => `${file}${line === 0 ? '' : `:${line}`}: ${message}`));
    return Promise.resolve(exitCodes.usage);
  }
  const differences = scenarioDifferences(run);
  if (call.isJson) writeJson(terminal, file, run);
  else terminal.print(...run.text.replace(/\n$/, '').split('\n'));
  if (call.options.has('rewrite')) rewriteScenario(path, run);
  return Promise.resolve(judge({ file, run, differences, isRewritten: call.options.has('rewrite') }, terminal));
};

interface Judged {
  readonly file: string;
  readonly run: ScenarioRun;
  readonly differences: readonly string[];
  readonly isRewritten: boolean;
}

/** A rewritten text says what the brain yields; a broken invariant fails whatever the text says. */
function judge({ file, run, differences, isRewritten }: Judged, terminal: Terminal): ExitCode {
  if (run.broken.length > 0) {
    terminal.say(...run.broken.map((line) => `${file}: ${line}`));
    return exitCodes.failed;
  }
  if (differences.length === 0) {
    terminal.say(`${file}: ${run.blocks.length} blocks, as written`);
    return exitCodes.ok;
  }
  const what = isRewritten ? 'rewritten' : 'differs from what the brain yields (- as written, + as it is)';
  terminal.say(`${file}: ${what}`, ...differences);
  return isRewritten ? exitCodes.ok : exitCodes.failed;
}

function writeJson(terminal: Terminal, file: string, run: ScenarioRun): void {
  const blocks = run.blocks.map(({ line, said, expected, yielded }) =>
    ({ line, said, expected, yielded, equal: expected.join('\n') === yielded.join('\n') }));
  terminal.json({ file, heading: run.heading, equal: blocks.every(({ equal }) => equal), broken: run.broken, blocks });
}
