/** Why a host gave a command up. The command may have been applied: giving it again is safe (L6). */

export type HostErrorCode = 'busy' | 'contended' | 'unknown' | 'closed';

export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
