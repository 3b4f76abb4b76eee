/** A broken invariant stops the brain: going on would journal a lie. */

export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new InvariantBroken(message);
}

/** For rows that must exist because another row names them. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new InvariantBroken(`${what} must exist`);
  return value;
}
