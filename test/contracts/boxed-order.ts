/** Orders for sandboxes as tests give them: small limits, nothing of the host's. */

import { chmodSync } from 'node:fs';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import type { SandboxLimits, SandboxOrder } from '../../src/ports/sandbox.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

export const smallLimits: SandboxLimits = {
  memoryBytes: 512 << 20, pids: 64, cpus: null, cpuMs: 20_000, wallMs: 20_000, fileBytes: 32 << 20, scratchBytes: 16 << 20, diskBytes: null, outputBytes: 1 << 20,
};

export function boxedOrder(id: string, command: readonly string[], more: Partial<SandboxOrder> = {}): SandboxOrder {
  return { id, command, workspace: null, inputs: [], env: { PATH: '/usr/bin:/bin' }, limits: smallLimits, wayOut: null, services: [], image: null, ...more };
}

/** Why there is no bubblewrap here; `null`: there is. */
export async function whyNoBubblewrap(): Promise<string | null> {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    const { usable, why } = await new Bubblewrap({ state: directory.path, path: process.env['PATH'] ?? '' }).probe();
    return usable ? null : why ?? 'it is not usable here';
  } finally {
    directory.remove();
  }
}
