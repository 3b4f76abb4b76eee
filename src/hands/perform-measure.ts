/**
 * A gate that yields a number, run again and again: on the base and on the candidate in alternation, each from a clean
 * checkout, so that what slows the machine for a while slows both. What the numbers mean is the brain's to say (E7).
 *
 * The step's wall clock is over all runs. Where nothing was changed the candidate is its base, and is run alone.
 */

import type { MeasuredFact, ReportResult } from '../kernel/facts.ts';
import { pairsOf } from '../kernel/comparison.ts';
import type { GateDecl, MeasureStep } from '../kernel/ir.ts';
import { usualWallMs } from '../ports/boxes.ts';
import type { Work } from './hand-parts.ts';
import { lineTrees } from './line-trees.ts';
import { gateNamed, runGate } from './perform-gates.ts';
import { sandboxOfGate } from './plan-parts.ts';
import { endOf } from './time-up.ts';

export async function performMeasure(work: Work, step: MeasureStep): Promise<ReportResult> {
  const { base, patch, changes } = work.sheet;
  const gate = gateNamed(work, step.gate);
  const trees = await lineTrees(work.parts.repo, work.sheet);
  const until = endOf(work, step.timeoutMs);
  const sides = changes.length === 0 ? [trees.candidate] : [trees.base, trees.candidate];
  const found = new Map(sides.map((tree) => [tree, new Array<number>()]));
  const sandbox = sandboxOfGate(work.ir, gate)?.name;
  const fact = (exit: number | null): MeasuredFact => ({
    type: 'measured', base, patch, exit, values: found.get(trees.candidate) ?? [], baseValues: sides.length === 1 ? [] : found.get(trees.base) ?? [],
    ...(sandbox === undefined ? {} : { sandbox }),
  });
  for (let pair = 0; pair < pairsOf(step); pair += 1) {
    for (const tree of sides) {
      const run = await runOnce(work, gate, { tree, like: trees.base, part: `${gate.name}-${pair}${tree === trees.candidate ? '' : '-base'}`, until });
      if (run === 'timeout') return { type: 'timeout' };
      if (run.value === null) return fact(run.exit === 0 ? null : run.exit);
      found.get(tree)?.push(run.value);
    }
  }
  return fact(0);
}

interface Run {
  readonly tree: string;
  readonly like: string;
  readonly part: string;
  /** When the time of all runs is up. */
  readonly until: number;
}

interface Yielded {
  readonly exit: number | null;
  readonly value: number | null;
}

async function runOnce(work: Work, gate: GateDecl, { until, ...run }: Run): Promise<Yielded | 'timeout'> {
  const { clock } = work.parts;
  const left = until - clock.now();
  if (left <= 0) return 'timeout';
  const isLast = left <= (gate.timeoutMs ?? usualWallMs);
  const { outcome, output } = await runGate(work, isLast ? { ...gate, timeoutMs: left } : gate, run);
  if (outcome.kind === 'timeout' && isLast) return 'timeout';
  const exit = outcome.kind === 'exit' ? outcome.code : null;
  return { exit, value: exit === 0 ? numberIn(output.stdout.bytes()) : null };
}

/** The last line that is a finite number, and nothing else. */
export function numberIn(bytes: Uint8Array): number | null {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => line !== '');
  const value = last !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(last) ? Number(last) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}
