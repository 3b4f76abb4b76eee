/** The kernel that guests of tests boot: one that was fetched for them, or this machine's own. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Kernel, kernelOf } from '../../src/sandbox/microvm/find-qemu.ts';

/** Where the kernel of Debian is unpacked: it is never installed, since this machine keeps its own. */
export const kernelDirectory: string = join(import.meta.dirname, '../../.toolchain/guest-kernel');

/** In words, why there is none. */
export function guestKernel(): Kernel | string {
  const fetched = existsSync(kernelDirectory) ? kernelOf(join(kernelDirectory, 'boot'), join(kernelDirectory, 'lib/modules')) : null;
  return fetched ?? kernelOf('/boot', '/lib/modules') ?? 'there is no kernel for a guest: npm run test:sandboxes fetches linux-image-amd64, as root on Debian';
}
