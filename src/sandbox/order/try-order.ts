/** Small orders by which a back-end shows what it holds; and what it holds before it has shown anything. */

import { randomUUID } from 'node:crypto';
import type { SandboxCapability } from '../../ports/capabilities.ts';
import { type Held, type Sandbox, SandboxError, type SandboxLimits, type SandboxOrder, type SandboxOutcome } from '../../ports/sandbox.ts';

export const smallLimits: SandboxLimits = {
  memoryBytes: 64 << 20, pids: 32, cpus: null, cpuMs: 10_000, wallMs: 10_000, fileBytes: 1 << 20, scratchBytes: 1 << 20, diskBytes: null, outputBytes: 4_096,
};

const notBuilt: Held = { held: false, how: 'this version has nothing for it' };

export const holdsNothing: Readonly<Record<SandboxCapability, Held>> = {
  memory: notBuilt, disk: notBuilt, pids: notBuilt, cpus: notBuilt, image: notBuilt, reaches: notBuilt, needs: notBuilt, services: notBuilt,
};

export function smallOrder(command: readonly string[], more: Partial<SandboxOrder> = {}): SandboxOrder {
  return {
    id: `probe-${randomUUID()}`, command, workspace: null, inputs: [], env: { PATH: '/usr/bin:/bin' }, limits: smallLimits, wayOut: null, services: [], image: null, ...more,
  };
}

/** How it ended; in words, why it could not be run. */
export async function tryOrder(sandbox: Pick<Sandbox, 'run'>, command: readonly string[], more: Partial<SandboxOrder> = {}): Promise<SandboxOutcome | string> {
  try {
    return await sandbox.run(smallOrder(command, more), { onOutput: () => undefined });
  } catch (error) {
    if (error instanceof SandboxError) return error.message;
    throw error;
  }
}
