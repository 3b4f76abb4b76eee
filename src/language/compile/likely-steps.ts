/**
 * Steps that a mistyped wire was meant for, and all that they lead to: one slip in a name cuts off
 * the rest of a workflow, and that is not another fault for each of its steps.
 */
import type { IrFault } from '../../kernel/check-ir.ts';
import type { Ir } from '../../kernel/ir.ts';
import { nearest } from '../nearest.ts';

/** Mistyped names that are looked at: nobody makes more of them at once. */
const mostSlips = 20;
const mostNames = 100;

/** Paths of steps, as `workflows/0/steps/2`. */
export function likelySteps(ir: Ir, faults: readonly IrFault[]): ReadonlySet<string> {
  const likely = new Set<string>();
  const slips = faults.filter(({ code, unknown }) => unknown !== undefined && (code === 'unknown-step' || code === 'unknown-start'));
  for (const { path, unknown } of slips.slice(0, mostSlips)) {
    const [near] = nearest(unknown?.name ?? '', (unknown?.among ?? []).slice(0, mostNames));
    if (near !== undefined) follow(ir, { workflow: Number(path[1]), step: near }, likely);
  }
  return likely;
}

function follow(ir: Ir, from: { readonly workflow: number; readonly step: string }, likely: Set<string>): void {
  const steps = ir.workflows[from.workflow]?.steps ?? [];
  const at = new Map(steps.map(({ name }, place) => [name, place]));
  const queue = [from.step];
  for (const name of queue) {
    const place = at.get(name);
    const path = `workflows/${from.workflow}/steps/${place}`;
    if (place === undefined || likely.has(path)) continue;
    likely.add(path);
    for (const { to } of steps[place]?.wires ?? []) queue.push(to);
  }
}
