/**
 * A microvm in software, with a kernel that was fetched for it. Run as a program it boxes a command and waits, to be
 * killed: `emulated-microvm.ts STATE`.
 */

import { Microvm } from '../../src/sandbox/microvm/microvm.ts';
import { boxedOrder, smallLimits } from '../contracts/boxed-order.ts';
import { guestKernel } from '../contracts/guest-kernel.ts';

export function emulatedMicrovm(state: string): Microvm {
  const kernel = guestKernel();
  return new Microvm({ state, path: process.env['PATH'] ?? '', emulate: true, ...(typeof kernel === 'string' ? {} : { kernel }) });
}

if (process.argv[1] === import.meta.filename) {
  const limits = { ...smallLimits, cpuMs: 600_000, wallMs: 600_000 };
  const order = boxedOrder('left', ['sh', '-c', 'echo up; sleep 1000'], { limits });
  await emulatedMicrovm(process.argv[2] ?? '').run(order, { onOutput: (_, bytes) => process.stdout.write(bytes) });
}
