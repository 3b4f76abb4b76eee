/**
 * Why a journal cannot be used: what was found, where, and what to do about it.
 *
 * These are failures of the world that a caller cannot decide away, so they are thrown; commands
 * of the CLI print the message as it is.
 */

export type JournalErrorCode =
  | 'old-sqlite'
  | 'newer-schema'
  | 'not-a-journal'
  | 'damaged'
  | 'cut'
  | 'read-only'
  | 'unopenable'
  | 'locked'
  | 'full'
  | 'io'
  | 'closed'
  | 'invalid';

export interface JournalErrorDetails {
  /** The position in the run at which it was found. */
  readonly position?: number;
  readonly cause?: unknown;
}

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  readonly position: number | null;

  constructor(code: JournalErrorCode, message: string, details: JournalErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.position = details.position ?? null;
  }
}
