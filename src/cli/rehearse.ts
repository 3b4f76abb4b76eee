/** `rehearse FILE`: a workflow through the real brain, with stand-ins for all that it would ask. */

import { basename } from 'node:path';
import { type Plan, readPlanFile } from '../compose/plan-file.ts';
import { rehearsePlan, type RehearsedPlan } from '../compose/rehearse-plan.ts';
import { configFileOf } from './config-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { wholeOption } from './parse-args.ts';
import { styled } from './print/line.ts';
import { rehearseKept } from './rehearse-kept.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const rehearse: Act = async (call, terminal) => {
  const ways = ['keep', 'script', 'paths'].filter((name) => call.options.has(name));
  if (ways.length > 1) throw new UsageError(`Options --${ways.join(' and --')} do not go together.`);
  if (call.options.has('keep')) return keep(call, terminal);
  if (call.options.has('script')) {
    const { playScript } = await import('./test.ts');
    return playScript(call, terminal);
  }
  return call.options.has('paths') ? study(call, terminal) : walkOnce(call, terminal);
};

/** Along every path there is, as far as that goes. */
async function study(call: Call, terminal: Terminal): Promise<ExitCode> {
  const { ir } = await planAt(call.arguments[0] ?? '', terminal);
  const { studyPlan } = await import('../compose/study-plan.ts');
  const studied = studyPlan(ir);
  if (call.isJson) terminal.json(studied);
  else {
    const { studyLines } = await import('./print/study-lines.ts');
    terminal.print(...studyLines(studied));
  }
  return exitCodes.ok;
}

/** Through the host and the journal: the run stays, to be opened. */
async function keep(call: Call, terminal: Terminal): Promise<ExitCode> {
  const [path = ''] = call.arguments;
  const plan = await planAt(path, terminal);
  return rehearseKept({ plan, file: basename(path), isFeature: false, seed: wholeOption(call, 'seed') }, terminal, call.isJson);
}

async function walkOnce(call: Call, terminal: Terminal): Promise<ExitCode> {
  const { ir } = await planAt(call.arguments[0] ?? '', terminal);
  const rehearsed = rehearsePlan(ir, wholeOption(call, 'seed'));
  if (call.isJson) terminal.json(dataOf(rehearsed));
  else terminal.print(...rehearsed.lines, '', [styled(rehearsed.ending.kind === 'complete' ? 'good' : 'person', rehearsed.end)]);
  return exitCodes.ok;
}

/** The plan in a file that a person named. */
export async function planAt(path: string, terminal: Terminal): Promise<Plan> {
  const read = await readPlanFile(path, configFileOf(terminal));
  if (!read.ok) throw new UsageError(read.faults.join('\n'));
  return read.plan;
}

function dataOf({ workflow, ending, visits, frames }: RehearsedPlan): unknown {
  return { workflow, ending, visits, frames };
}
