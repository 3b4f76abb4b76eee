// What set-up cannot do, with the way on. Launchers print it as plain lines, without a stack.

export class SetUpError extends Error {
  /**
   * @param {string} message what could not be done, and why
   * @param {string[]} remedies what a person can do about it, one line each
   */
  constructor(message, remedies) {
    super(message);
    this.name = "SetUpError";
    this.remedies = remedies;
  }
}

/** @param {unknown} error */
export function explain(error) {
  if (!(error instanceof SetUpError)) throw error;
  return [error.message, ...error.remedies.map((line) => `  → ${line}`)].join("\n");
}
