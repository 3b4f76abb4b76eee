/**
 * The checker: what a plan promises and could not hold is refused before it runs, every fault at
 * once, with its place and what would be accepted.
 *
 * Names, numbers, references and steps are each checked by themselves; wires along the outcomes of
 * `outcomes.ts`; authors and proofs over the graph (E5). What is checked here the kernel enforces
 * again at run time, whatever the checker believed.
 */
import { checkAfterLanding } from './check/after-landing.ts';
import { checkAuthors } from './check/authors.ts';
import { checkDeclarations } from './check/declarations.ts';
import { checkFrames } from './check/frames.ts';
import { checkInputs } from './check/inputs.ts';
import { checkEngineSockets } from './check/engine-socket.ts';
import { checkGateNetwork } from './check/gate-network.ts';
import { checkServiceBoxes } from './check/service-boxes.ts';
import { checkNames } from './check/names.ts';
import { checkNumbers } from './check/numbers.ts';
import { planOf } from './check/plan.ts';
import type { IrFault } from './check/plan.ts';
import { checkProofs } from './check/proofs.ts';
import { checkReferences } from './check/references.ts';
import { checkSteps } from './check/steps.ts';
import { checkTimes } from './check/times.ts';
import { checkTrifecta } from './check/trifecta.ts';
import { checkWires } from './check/wires.ts';
import { checkWrites } from './check/writes.ts';
import type { Ir } from './ir.ts';

export type { IrFault } from './check/plan.ts';

export function checkIr(ir: Ir): readonly IrFault[] {
  const plan = planOf(ir);
  checkNames(plan);
  checkReferences(plan);
  checkDeclarations(plan);
  checkWrites(plan);
  checkInputs(plan);
  checkNumbers(plan);
  checkTimes(plan);
  checkSteps(plan);
  checkWires(plan);
  const endless = checkFrames(plan);
  checkAuthors(plan);
  checkTrifecta(plan);
  checkGateNetwork(plan);
  checkServiceBoxes(plan);
  checkEngineSockets(plan);
  checkProofs(plan, endless);
  checkAfterLanding(plan, endless);
  return plan.faults;
}
