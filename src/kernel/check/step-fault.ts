/** A fault of one step, before it is said of which. */
import type { LandStep } from '../ir.ts';
import type { IrPath, LocalFault } from './plan.ts';

export type StepFault = LocalFault;

/** The fault if it is there, so that a step's checks read as a list. */
export function faultIf(wrong: boolean, fault: StepFault): readonly StepFault[] {
  return wrong ? [fault] : [];
}

/** Where a list says something for the second time; -1: nowhere. */
export function repeatedAt(list: readonly string[]): number {
  const seen = new Set<string>();
  return list.findIndex((one) => seen.size === seen.add(one).size);
}

/** Where a `land` first names a step that approves. */
export function approvalPath(step: LandStep, name: string): IrPath {
  const group = step.approvedBy.findIndex((names) => names.includes(name));
  return ['approvedBy', group, step.approvedBy[group]?.indexOf(name) ?? 0];
}
