/** What lines of a rehearsal said that nobody could read, and what is therefore not known to be wrong. */
import type { RehearsalFinding } from './finding-kinds.ts';

export interface Lost {
  /** A task, or a block of them. */
  readonly tasks: boolean;
  /** Which workflow is rehearsed. */
  readonly workflow: boolean;
}

/** Without what a lost line may have said. */
export function told<F extends RehearsalFinding>(findings: readonly F[], lost: Lost): readonly F[] {
  return findings.filter(({ kind }) => !((kind === 'rehearsal-unknown-task' && lost.tasks) || (kind === 'rehearsal-without-workflow' && lost.workflow)));
}
