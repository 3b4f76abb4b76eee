/**
 * Every limit of hosts, journals and source texts, in one list. Measured ones say so; docs/benchmarks.md has
 * the figures.
 */

export const limits = {
  /** Commands of a run that may wait for its host; more are turned away. */
  queuedCommands: 10_000,
  /** Commands that one append carries. */
  batchCommands: 256,
  /** Times that a host tries a batch again after conflicts and unknown outcomes. */
  appendAttempts: 16,
  /** Runs whose state a host keeps in memory. */
  loadedRuns: 64,
  /** Events of one read. */
  pageEvents: 4_096,

  /** How long a host owns a run that others want as well. */
  ownMs: 1_000,
  /** Looks at the owner's row before a host goes ahead without asking any longer. */
  ownWaits: 16,
  /** The first and the longest pause between them; each pause is jittered down to its half. */
  backoffMs: 5,
  backoffMaxMs: 250,

  /** A tick comes at least this long after the one before it, whatever the state says. */
  tickEveryMs: 10,

  /** An anchor is due when it is this many events behind: an eighth of a saturated run's rate (measured). */
  anchorEveryEvents: 256,
  /** And this long after the run has become quiet. */
  anchorAfterMs: 1_000,
  /** Nothing is appended while it is further behind than this, unless it cannot be written. */
  anchorMostEvents: 1_024,

  /** A snapshot is due when the run grew by a tenth since the last one, within these bounds. */
  snapshotMinEvents: 2_000,
  snapshotMaxEvents: 5_000,

  /** How long SQLite waits for another process's write before «locked». */
  busyTimeoutMs: 5_000,
  /** Appends of one process that share a transaction. */
  coalescedAppends: 256,
  /** How often a waiting reader looks whether another process has written. */
  wakePollMs: 50,
  /** Bytes of one event. */
  eventBytes: 16_777_216,
  /** UTF-8 bytes of a run's id. */
  runIdBytes: 200,

  /** Findings of `verify` after which it stops. */
  findings: 1_000,
  /** Places further or nearer at which it looks for a moved event that has lost what was before it. */
  movedBy: 64,

  /** Bytes of one source text: a workflow, a prompt, a script. */
  sourceBytes: 1_048_576,
  /** `.esp` files of one plan, and all files that it names. */
  includedFiles: 64,
  planFiles: 1_000,
  /** Characters of the `.esp` files of one plan, and of all files that it names. */
  includedCharacters: 4_194_304,
  planCharacters: 16_777_216,
  /** Blocks, lists and calls within each other. */
  nesting: 256,
  /** Findings of one check that are kept; the others are counted. */
  checkFindings: 200,
  /** Places, with what is left of caps, after which the search for a workflow's costliest path leaves off, and says so. */
  rehearsedPlaces: 100_000,
  /** Times that the brain is asked for a way between two places of a workflow; about half a millisecond each (measured). */
  rehearsedWays: 40_000,
  /** Files and folders that are looked at below a folder that somebody names. */
  folderEntries: 20_000,

  /** Bytes of a file whose signatures are read, and files of one question. */
  signatureBytes: 262_144,
  signatureFiles: 2_000,
  /** Steps of the parser for one file, in its own counting: usual files take one for 70 to 150 bytes (measured). */
  signatureSteps: 16_000,
  /** Parts of syntax trees that are looked at, for one file. */
  signatureNodes: 1_000_000,
  /** Declarations within each other, and parts within each other inside of one. */
  signatureNesting: 16,
  signatureDepth: 1_000,
  /** Characters of one file's signatures, and of a value that tells a type. */
  signatureCharacters: 65_536,
  signatureValue: 1_000,
  /** Processes that one question may use up: a file that breaks the parser breaks its process. */
  signatureProcesses: 16,
  /** Memory of the parser, and how long one file may take before its process is ended. A usual one takes 10 ms (measured). */
  signatureMemoryBytes: 268_435_456,
  signatureMs: 20_000,
} as const;

export type Limits = { readonly [Name in keyof typeof limits]: number };
