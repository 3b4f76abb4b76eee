/**
 * A gate has no network (E1): what it says must not depend on what a host answers on the day. Nor
 * have the services beside it.
 */
import { listed, quoted } from '../phrase.ts';
import type { Plan } from './plan.ts';
import { plain } from './plan.ts';

export function checkGateNetwork(plan: Plan): void {
  for (const [at, gate] of plan.ir.gates.entries()) {
    for (const { sandbox: name, path } of boxesOf(plan, gate)) {
      const sandbox = plan.ir.sandboxes.find((one) => one.name === name);
      if (sandbox?.reaches === undefined || sandbox.reaches.length === 0) continue;
      plan.faults.push({
        code: 'gate-with-way-out', path: ['gates', at, ...path], where: `gate ${plain(gate.name)}`,
        found: `would be judged in the sandbox ${quoted(sandbox.name)}, which reaches ${listed(sandbox.reaches)}`,
        instead: 'a sandbox that reaches nothing: what a gate needs is built in before', rule: 'E1',
      });
    }
  }
}

interface Box {
  readonly sandbox: string | undefined;
  readonly path: readonly (string | number)[];
}

/** Its own sandbox, or the plan's first; and those of its services. */
function boxesOf({ ir }: Plan, { sandbox, services }: Plan['ir']['gates'][number]): readonly Box[] {
  const first = ir.sandboxes[0]?.name;
  const beside = (services ?? []).map((name, index) => {
    const service = ir.services?.find((one) => one.name === name);
    return { sandbox: service === undefined ? undefined : service.sandbox ?? first, path: ['services', index] };
  });
  return [{ sandbox: sandbox ?? first, path: sandbox === undefined ? [] : ['sandbox'] }, ...beside];
}
