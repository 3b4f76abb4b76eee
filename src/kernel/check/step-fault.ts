/** A fault of one step, before it is said of which. */
import type { IrFault } from './plan.ts';

export type StepFault = Omit<IrFault, 'where'>;

/** The fault if it is there, so that a step's checks read as a list. */
export function faultIf(wrong: boolean, found: string, instead: string): readonly StepFault[] {
  return wrong ? [{ found, instead }] : [];
}
