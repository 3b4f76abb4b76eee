/** What this machine's processor is called where calls of the system are numbered. */

import { SandboxError } from '../../ports/sandbox.ts';

export function architecture(): 'x64' | 'arm64' {
  const { arch } = process;
  if (arch === 'x64' || arch === 'arm64') return arch;
  throw new SandboxError(`Cannot build a filter for ${arch}: x64 and arm64 are known`);
}
