/**
 * What an order may be run in, asked once more when it is leased: the check that a workflow went
 * through may have been on another day, or of another machine.
 */

import type { SandboxCapability } from '../../ports/capabilities.ts';
import { type Sandbox, SandboxError, type SandboxProbe } from '../../ports/sandbox.ts';
import { type Proof, proves } from './proof-file.ts';

/** Throws `SandboxError` where something that is demanded is not held, here and now. */
export async function leaseSandbox(sandbox: Sandbox, demands: readonly SandboxCapability[], proof: Proof | null): Promise<Sandbox> {
  if (demands.length === 0) return sandbox;
  const isCurrent = proof !== null && proof.foundations === sandbox.foundations;
  const probe: SandboxProbe | null = isCurrent ? null : await sandbox.probe();
  for (const demand of demands) {
    const { held, how } = probe === null && proof !== null ? proves(proof, demand) : probe?.holds[demand] ?? { held: false, how: 'nothing is known of it' };
    if (!held) throw new SandboxError(`Cannot hold a limit of ${demand}: ${how}`);
  }
  return sandbox;
}
