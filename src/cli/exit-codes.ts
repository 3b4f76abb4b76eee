/** What the program's exit status says: one list, for every verb and for the reference. */

export const exitCodes = {
  ok: 0,
  /** It was tried and did not succeed. */
  failed: 1,
  /** The command line, a workflow or a scenario is not valid. */
  usage: 2,
  /** A person has to decide before it goes on. */
  waits: 3,
  credentials: 4,
  budget: 5,
  /** The events of a journal do not make the state that its host has. */
  mismatch: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'failed',
  2: 'the command line, a workflow or a scenario is not valid',
  3: 'waits for a person',
  4: 'credentials are missing or refused',
  5: 'a budget is used up',
  6: 'a replay does not give the state that the host has',
  130: 'interrupted',
};
