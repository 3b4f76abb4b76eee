/**
 * A service runs in the box of whoever names it: they share a loopback, files, limits and the end. One
 * that says another sandbox could not be reached there.
 */
import { quoted } from '../phrase.ts';
import type { IrPath } from './plan.ts';
import { plain, type Plan } from './plan.ts';

export function checkServiceBoxes(plan: Plan): void {
  for (const [at, { name, sandbox, services = [] }] of plan.ir.gates.entries()) {
    checkNamed(plan, services, { where: `gate ${plain(name)}`, path: ['gates', at, 'services'], sandbox });
  }
  for (const [of, workflow] of plan.ir.workflows.entries()) {
    for (const [at, step] of workflow.steps.entries()) {
      if (step.kind !== 'run') continue;
      checkNamed(plan, step.services ?? [], { where: `workflow ${plain(workflow.name)}, step ${plain(step.name)}`, path: ['workflows', of, 'steps', at, 'services'], sandbox: step.sandbox });
    }
  }
}

interface Naming {
  readonly where: string;
  readonly path: IrPath;
  readonly sandbox: string | undefined;
}

function checkNamed({ ir, faults }: Plan, names: readonly string[], { where, path, sandbox }: Naming): void {
  const own = sandbox ?? ir.sandboxes[0]?.name;
  for (const [at, name] of names.entries()) {
    const service = ir.services?.find((one) => one.name === name);
    if (service?.sandbox === undefined || service.sandbox === own || !ir.sandboxes.some((one) => one.name === service.sandbox)) continue;
    faults.push({
      code: 'service-elsewhere', path: [...path, at], where,
      found: `has beside it the service ${quoted(name)}, which is declared in the sandbox ${quoted(service.sandbox)}`,
      instead: own === undefined ? 'a service without a sandbox of its own' : `one in ${quoted(own)}, or without a sandbox of its own: it runs in this box`,
    });
  }
}
