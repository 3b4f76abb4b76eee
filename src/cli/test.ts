/** `test [FILE…]`: plays `.rehearsal` files, those of a folder as well, and tells which wires none of them took. */

import { type PlanCoverage, type PlayedFiles, type PlayedRehearsal, playRehearsalFiles } from '../compose/rehearsal-files.ts';
import { personOf } from './config-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { filesOf } from './files-of.ts';
import { type Line, styled } from './print/line.ts';
import { tellFaults, tellUnheld } from './tell-faults.ts';
import type { Terminal } from './terminal.ts';
import type { Act, Call } from './verb.ts';

export const test: Act = async (call, terminal) => {
  const { files, found } = filesOf(call.arguments.length > 0 ? call.arguments : ['.'], '.rehearsal');
  const played = await playRehearsalFiles([...files, ...found], { person: personOf(terminal) });
  if (call.isJson) terminal.json(dataOf(played));
  else terminal.print(...played.rehearsals.flatMap(rehearsalLines), ...played.coverage.flatMap(coverageLines), totalLine(played));
  return close(played, call, terminal);
};

/** `rehearse FILE --script F`: the rehearsals of one file, of this workflow, each with its course. */
export async function playScript(call: Call, terminal: Terminal): Promise<ExitCode> {
  const [workflow = ''] = call.arguments;
  const played = await playRehearsalFiles([call.options.get('script') ?? ''], { person: personOf(terminal), workflow });
  if (call.isJson) terminal.json(dataOf(played));
  else {
    terminal.print(...played.rehearsals.flatMap((one) => [
      [styled('strong', one.name)], ...one.lines.map((line) => `  ${line}`), `  ${one.ending}`, ...problemLines(one), '',
    ]), totalLine(played));
  }
  return close(played, call, terminal);
}

function close(played: PlayedFiles, { isJson }: Call, terminal: Terminal): ExitCode {
  for (const { file, unheld } of played.coverage) tellUnheld(file, unheld, terminal);
  if (!isJson) tellFaults(played.faults, terminal);
  if (played.faults.diagnostics.length > 0) return exitCodes.usage;
  return played.rehearsals.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed;
}

function rehearsalLines(one: PlayedRehearsal): readonly Line[] {
  const { file, line, name, ok } = one;
  return [[styled(ok ? 'good' : 'bad', ok ? 'ok      ' : 'failed  '), `${name}  `, styled('dim', `${file}:${line}`)], ...problemLines(one)];
}

function problemLines({ problems }: PlayedRehearsal): readonly Line[] {
  return problems.flatMap(({ file, line, column, message, lines }) =>
    [`  ${file}:${line}:${column}: ${message}`, ...lines.map((text) => `    ${text}`)]);
}

function coverageLines({ file, workflows }: PlanCoverage): readonly Line[] {
  return ['', [styled('strong', `Wires of ${file}`)], ...workflows.flatMap(({ workflow, wires, taken, untaken }) => [
    `  ${workflow}: ${taken} of ${wires} taken${untaken.length === 0 ? '' : '; never taken:'}`,
    ...untaken.map(({ step, on, to }) => `    ${step}  ${on} -> ${to}`),
  ])];
}

function totalLine({ rehearsals }: PlayedFiles): Line {
  const failed = rehearsals.filter(({ ok }) => !ok).length;
  const count = `${rehearsals.length} ${rehearsals.length === 1 ? 'rehearsal' : 'rehearsals'}`;
  if (rehearsals.length === 0) return 'No rehearsal was played.';
  return failed === 0 ? `${count}, as expected` : `${count}, ${failed} failed`;
}

function dataOf({ rehearsals, faults: { diagnostics, more }, coverage }: PlayedFiles): unknown {
  return {
    ok: diagnostics.length === 0 && rehearsals.every(({ ok }) => ok),
    rehearsals: rehearsals.map(({ file, line, name, ok, ending, course, problems }) => ({ file, line, name, ok, ending, course, problems })),
    diagnostics, ...(more === 0 ? {} : { more }), coverage: coverage.map(({ file, workflows }) => ({ file, workflows })),
  };
}
