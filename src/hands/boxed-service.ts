/** A service as a workflow declares it, as a box starts it: a shell reads its texts, as it reads a gate's. */

import type { ServiceDecl } from '../kernel/ir.ts';
import type { BoxedService } from '../ports/sandbox.ts';

/** How long one may take that says nothing else. */
export const usualReadyMs = 60_000;

export function boxedService({ name, command, ready, port }: ServiceDecl): BoxedService {
  return { name, command: inShell(command), ready: ready === undefined ? null : inShell(ready), port: port ?? null, readyMs: usualReadyMs };
}

/** Those that a gate or a step names, in the order in which it names them; each is started once the one before it is ready. */
export function boxedServices(declared: readonly ServiceDecl[], named: readonly string[]): readonly BoxedService[] {
  return named.flatMap((name) => declared.filter((one) => one.name === name).map(boxedService));
}

function inShell(text: string): readonly string[] {
  return ['sh', '-c', text];
}
