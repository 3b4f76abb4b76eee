/** What a plan declares, by name, as hands need it. */

import type { GateDecl, Ir, SandboxDecl, ServiceDecl, Step } from '../kernel/ir.ts';
import { sandboxOf } from '../kernel/plan.ts';

/** A step's sandbox: the one it names, else the first that is declared; `null`: the machine's default. */
export function sandboxNamed(ir: Ir, name: string | undefined): SandboxDecl | null {
  return (name === undefined ? ir.sandboxes[0] : ir.sandboxes.find((one) => one.name === name)) ?? null;
}

/** The sandbox that is demanded of a gate (E1). */
export function sandboxOfGate(ir: Ir, gate: GateDecl): SandboxDecl | null {
  const name = sandboxOf(ir, gate);
  return name === null ? null : ir.sandboxes.find((one) => one.name === name) ?? null;
}

/** In the order in which they are named; each is started once the one before it is ready. */
export function servicesNamed(ir: Ir, names: readonly string[]): readonly ServiceDecl[] {
  return names.flatMap((name) => (ir.services ?? []).filter((one) => one.name === name));
}

/** How long what a step runs may take; `null`: as long as is usual. A dialogue's time is the person's, and not a turn's of the agent. */
export function wallOf(step: Step): number | null {
  return step.kind === 'talk' ? null : step.timeoutMs ?? null;
}
