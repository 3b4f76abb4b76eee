/** One order of the conformance suite, and what a check of it tells. */

import { randomUUID } from 'node:crypto';
import { OrderRefused, type Sandbox, type SandboxLimits, type SandboxOrder, type SandboxOutcome } from '../../ports/sandbox.ts';

export interface CheckResult {
  readonly id: string;
  readonly says: string;
  readonly ok: boolean;
  /** What leaked, or why it cannot be held here. */
  readonly detail: string;
}

export const suiteLimits: SandboxLimits = {
  memoryBytes: 512 << 20, pids: 64, cpus: null, cpuMs: 30_000, wallMs: 30_000, fileBytes: 64 << 20, scratchBytes: 16 << 20, diskBytes: null,
  outputBytes: 1 << 20,
};

export interface Ran {
  readonly outcome: SandboxOutcome;
  readonly stdout: string;
  /** Of each file that came back its path, and what it holds or why it did not. */
  readonly returned: readonly (readonly [string, string])[];
}

export function suiteOrder(command: readonly string[], more: Partial<SandboxOrder> = {}): SandboxOrder {
  return {
    id: `check-${randomUUID()}`, command, workspace: null, inputs: [], env: { PATH: '/usr/bin:/bin' }, limits: suiteLimits,
    wayOut: null, services: [], image: null, ...more,
  };
}

/** Runs an order of the suite and gathers what it wrote and left. */
export async function runOrder(sandbox: Pick<Sandbox, 'run'>, command: readonly string[], more: Partial<SandboxOrder> = {}): Promise<Ran> {
  const order = suiteOrder(command, more);
  let stdout = '';
  const returned: (readonly [string, string])[] = [];
  const outcome = await sandbox.run(order, {
    onOutput: (stream, bytes) => { if (stream === 'stdout') stdout += Buffer.from(bytes).toString(); },
    onReturned: (file) => { returned.push([file.path, 'why' in file ? file.why : Buffer.from(file.content).toString()]); },
  });
  return { outcome, stdout, returned };
}

/** What a back-end refuses whole it is not tried for: nothing of it is held, and nobody is told that it is. */
export async function unlessRefused(check: () => Promise<readonly CheckResult[]>): Promise<readonly CheckResult[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof OrderRefused) return [];
    throw error;
  }
}
