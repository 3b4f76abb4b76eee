/**
 * A microvm in software, with a kernel that was fetched for it. Run as a program it boxes a command and waits, to be
 * killed: `emulated-microvm.ts STATE`.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Kernel, kernelOf } from '../../src/sandbox/microvm/find-qemu.ts';
import { Microvm } from '../../src/sandbox/microvm/microvm.ts';
import { boxedOrder, smallLimits } from '../contracts/boxed-order.ts';

/** Where the kernel of Debian is unpacked: it is never installed, since this machine keeps its own. */
export const kernelDirectory: string = join(import.meta.dirname, '../../.toolchain/guest-kernel');

/** In words, why there is none. */
export function guestKernel(): Kernel | string {
  const fetched = existsSync(kernelDirectory) ? kernelOf(join(kernelDirectory, 'boot'), join(kernelDirectory, 'lib/modules')) : null;
  return fetched ?? kernelOf('/boot', '/lib/modules') ?? 'there is no kernel for a guest: npm run test:sandboxes fetches linux-image-amd64, as root on Debian';
}

export function emulatedMicrovm(state: string): Microvm {
  const kernel = guestKernel();
  return new Microvm({ state, path: process.env['PATH'] ?? '', emulate: true, ...(typeof kernel === 'string' ? {} : { kernel }) });
}

if (process.argv[1] === import.meta.filename) {
  const limits = { ...smallLimits, cpuMs: 600_000, wallMs: 600_000 };
  const order = boxedOrder('left', ['sh', '-c', 'echo up; sleep 1000'], { limits });
  await emulatedMicrovm(process.argv[2] ?? '').run(order, { onOutput: (_, bytes) => process.stdout.write(bytes) });
}
