/**
 * A gate has no network (E1): what it says must not depend on what a host answers on the day. The
 * services beside it are in its box, and have none either.
 */
import { listed, quoted } from '../phrase.ts';
import type { Plan } from './plan.ts';
import { plain } from './plan.ts';

export function checkGateNetwork(plan: Plan): void {
  for (const [at, gate] of plan.ir.gates.entries()) {
    const sandbox = gate.sandbox === undefined ? plan.ir.sandboxes[0] : plan.ir.sandboxes.find((one) => one.name === gate.sandbox);
    if (sandbox?.reaches === undefined || sandbox.reaches.length === 0) continue;
    plan.faults.push({
      code: 'gate-with-way-out', path: ['gates', at, ...(gate.sandbox === undefined ? [] : ['sandbox'])], where: `gate ${plain(gate.name)}`,
      found: `would be judged in the sandbox ${quoted(sandbox.name)}, which reaches ${listed(sandbox.reaches)}`,
      instead: 'a sandbox that reaches nothing: what a gate needs is built in before', rule: 'E1',
    });
  }
}
