/** A gate that yields a number: the last number that it prints, on the line's candidate. */

import type { ReportResult } from '../kernel/facts.ts';
import type { MeasureStep } from '../kernel/ir.ts';
import type { Work } from './hand-parts.ts';
import { lineTrees } from './line-trees.ts';
import { gateNamed, runGate } from './perform-gates.ts';
import { sandboxOfGate } from './plan-parts.ts';

export async function performMeasure(work: Work, step: MeasureStep): Promise<ReportResult> {
  const { base, patch } = work.sheet;
  const gate = gateNamed(work, step.gate);
  const { candidate, base: like } = await lineTrees(work.parts.repo, work.sheet);
  const { outcome, output } = await runGate(work, gate, { tree: candidate, like, part: gate.name });
  const sandbox = sandboxOfGate(work.ir, gate)?.name;
  const exit = outcome.kind === 'exit' ? outcome.code : null;
  return { type: 'measured', base, patch, exit, value: exit === 0 ? numberIn(output.stdout.bytes()) : null, ...(sandbox === undefined ? {} : { sandbox }) };
}

/** The last line that is a number, and nothing else. */
export function numberIn(bytes: Uint8Array): number | null {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => line !== '');
  return last !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(last) ? Number(last) : null;
}
