/** How what landed leaves the run (R2): exactly one commit, to one branch, after a person approved that commit. */

export interface Publisher {
  /**
   * Makes the branch of the remote name this commit. «Already there» is success. MUST publish nothing else, MUST NOT
   * overwrite what somebody else put there (it is an outcome), and MUST NOT throw for what a remote does.
   */
  publish(publication: Publication): Promise<PublishOutcome>;
}

export interface Publication {
  /** As the plan names it: `local` for a branch of the repository itself, or a remote's name. */
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  /**
   * What this run published there before; `null`: nothing. Where a branch is at something else since, somebody else has
   * put it there; one that this run has not published to yet may be moved forward from wherever it is.
   */
  readonly expects: string | null;
  readonly title: string;
  /** What a pull request says, made of the evidence. */
  readonly body: string;
}

export type PublishOutcome =
  | { readonly ok: true; /** What to tell a person: where it is. */ readonly where: string }
  | { readonly ok: false; /** What was found, and what to do. */ readonly why: string; /** Whether to try again may help: no network. */ readonly passing: boolean };
