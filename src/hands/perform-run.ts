/** A shell step, and one look of a poll: a command in a box, whose end is a word. */

import type { EndedFact, ReportResult } from '../kernel/facts.ts';
import type { RunStep, WaitStep } from '../kernel/ir.ts';
import { orderPath, type BoxWork } from '../ports/boxes.ts';
import { distilled } from './distilled.ts';
import { boxId, type Work } from './hand-parts.ts';
import { inWorkspace, observed, refusalsText, type Room } from './in-workspace.ts';
import { lineTrees } from './line-trees.ts';
import { landedOnly } from './locked-by.ts';
import { sandboxNamed, servicesNamed, wallOf } from './plan-parts.ts';
import { type Ended, howItEnded, runBox } from './run-box.ts';
import { toldValues } from './told-values.ts';
import { environmentOf, type Values, valuesOf } from './values.ts';

/** Where a command writes the word that it ends with, if it has words of its own. */
export const outcomePath = '/tmp/espalier-outcome';
const mostWordBytes = 200;
const scriptName = 'script';

export async function performRun(work: Work, step: RunStep | WaitStep): Promise<ReportResult> {
  const trees = await lineTrees(work.parts.repo, work.sheet);
  const isWritable = step.kind === 'run' && step.writes !== undefined;
  const start = step.kind === 'run' && step.fresh === true ? trees.base : trees.candidate;
  return inWorkspace(work, { trees, start, isWritable }, async (room) => {
    const box = await boxOf(work, step, room);
    const ended = await runBox(work, box);
    await work.keep('log', ended.output.both.bytes());
    if (ended.outcome.kind === 'timeout') return { type: 'timeout' };
    const fact = factOf(step, ended);
    if (!isWritable || fact.word === 'fail') return fact;
    const seen = await observed(work, box, room);
    return seen.ok ? { ...fact, patch: seen.patch } : { ...fact, untaken: [refusalsText(seen.refusals)] };
  });
}

async function boxOf(work: Work, step: RunStep | WaitStep, room: Room): Promise<BoxWork> {
  const name = step.kind === 'run' ? step.script : undefined;
  const script = name === undefined ? undefined : await scriptOf(work, name);
  const values = await valuesOf(work, await toldValues(work, room.trees, script === undefined ? step.command ?? '' : Buffer.from(script).toString('utf8')));
  const files = new Map<string, Uint8Array | string>([...values].map(([value, text]) => [`values/${value}`, text]));
  if (script !== undefined) files.set(scriptName, script);
  const given = await room.place.give(files);
  const text = script === undefined ? ['sh', '-c', step.command ?? ''] : ['sh', `${orderPath}/${scriptName}`];
  return {
    id: boxId(work), sandbox: sandboxNamed(work.ir, step.sandbox), command: text, workspace: room.workspace, inputs: [given],
    env: variablesOf(step, values),
    services: step.kind === 'run' ? servicesNamed(work.ir, step.services ?? []) : [],
    wallMs: wallOf(step), locked: landedOnly(work),
    returns: step.outcomes === undefined ? [] : [{ path: outcomePath, mostBytes: mostWordBytes }],
  };
}

function variablesOf(step: RunStep | WaitStep, values: Values): Readonly<Record<string, string>> {
  return { ...environmentOf(values), ESPALIER_VALUES: `${orderPath}/values`, ...(step.outcomes === undefined ? {} : { ESPALIER_OUTCOME: outcomePath }) };
}

/** The script as the run froze it, and not as it is in the repository now (E4). */
async function scriptOf({ sheet, parts }: Work, name: string): Promise<Uint8Array> {
  const digest = sheet.files.find(([path]) => path === name)?.[1];
  const bytes = digest === undefined ? null : await parts.blobs.get(digest);
  if (bytes === null) throw new Error(`the script ${name} is not among what the run has kept`);
  return bytes;
}

function factOf(step: RunStep | WaitStep, { outcome, output, returned }: Ended): EndedFact {
  if (outcome.kind !== 'exit') return failed(howItEnded(outcome));
  if (outcome.code !== 0) {
    const failure = distilled(output, { what: step.name, exit: outcome.code });
    return { type: 'ended', word: 'fail', text: failure.text, failure };
  }
  if (step.outcomes === undefined) return { type: 'ended', word: 'ok', text: lastLine(output.stdout.bytes()) };
  const told = returned.get(outcomePath);
  if (told === undefined || 'why' in told) return failed(`it ends with one of ${step.outcomes.join(', ')}, written to $ESPALIER_OUTCOME, and wrote nothing that could be read`);
  return { type: 'ended', word: Buffer.from(told).toString('utf8').trim(), text: lastLine(output.stdout.bytes()) };
}

function failed(text: string): EndedFact {
  return { type: 'ended', word: 'fail', text, failure: { signature: text, text } };
}

const mostLine = 2_000;

function lastLine(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').trimEnd().split('\n').at(-1)?.slice(-mostLine) ?? '';
}
