/** The command line cannot be followed as it is: one clear line, and exit status 2. */

export class UsageError extends Error {
  override readonly name = 'UsageError';
}
