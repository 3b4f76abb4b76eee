/** `rehearse FILE`: a workflow through the real brain, with stand-ins for all that it would ask. */

import { basename } from 'node:path';
import { faultsOf } from '../compose/faults.ts';
import { type Plan, readPlanFile } from '../compose/plan-file.ts';
import { rehearsePlan, type RehearsedPlan } from '../compose/rehearse-plan.ts';
import { personOf } from './config-file.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { wholeOption } from './parse-args.ts';
import { nextLine } from './next.ts';
import { rehearsedLines } from './print/rehearsed-lines.ts';
import { rehearseKept } from './rehearse-kept.ts';
import { faultsData, tellFaults, tellUnheld } from './tell-faults.ts';
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
  const plan = await planAt(pathOf(call), call, terminal);
  if (plan === null) return exitCodes.usage;
  const { studyPlan } = await import('../compose/study-plan.ts');
  const studied = studyPlan(plan.ir);
  if (call.isJson) terminal.json(studied);
  else {
    const { studyLines } = await import('./print/study-lines.ts');
    terminal.print(...studyLines(studied));
  }
  return exitCodes.ok;
}

/** Through the host and the journal: the run stays, to be opened. */
async function keep(call: Call, terminal: Terminal): Promise<ExitCode> {
  const plan = await planAt(pathOf(call), call, terminal);
  if (plan === null) return exitCodes.usage;
  return rehearseKept({ plan, file: basename(pathOf(call)), isFeature: false, seed: wholeOption(call, 'seed') }, terminal, call.isJson);
}

async function walkOnce(call: Call, terminal: Terminal): Promise<ExitCode> {
  const plan = await planAt(pathOf(call), call, terminal);
  if (plan === null) return exitCodes.usage;
  const seed = wholeOption(call, 'seed');
  const rehearsed = rehearsePlan(plan.ir, seed);
  if (call.isJson) terminal.json(dataOf(rehearsed));
  else {
    terminal.print(...rehearsedLines(rehearsed, seed));
    terminal.say('', nextLine(terminal.surroundings.env, 'rehearse', pathOf(call), '--paths'));
  }
  return exitCodes.ok;
}

/** The plan in a file that a person named; `null`: there is none, and why not was told. */
export async function planAt(path: string, { isJson }: Call, terminal: Terminal): Promise<Plan | null> {
  const read = await readPlanFile(path, personOf(terminal));
  if (read.ok) {
    tellUnheld(path, read.plan.unheld, terminal);
    return read.plan;
  }
  const faults = faultsOf(read);
  if (isJson) terminal.json(faultsData(faults));
  else tellFaults(faults, terminal);
  return null;
}

const pathOf = ({ arguments: [path = ''] }: Call): string => path;

function dataOf({ workflow, ending, visits, frames, orders, wires, bounds, answers, withoutAllowance }: RehearsedPlan): unknown {
  return { workflow, ending, visits, frames, orders, wires, bounds, answers, withoutAllowance };
}
