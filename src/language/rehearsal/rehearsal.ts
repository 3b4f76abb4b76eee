/** A rehearsal as it is written: given outcomes, and the course that is expected. */

import type { TaskSpec } from '../../kernel/ir.ts';
import type { Span } from '../syntax/tree.ts';

export interface Rehearsal {
  readonly name: string;
  readonly span: Span;
  /** The file of the workflow, as it is written; relative to the rehearsal's own. */
  readonly workflow: Said | null;
  /** Inputs of the workflow. */
  readonly given: readonly { readonly name: Said; readonly value: string }[];
  readonly tasks: readonly TaskSpec[] | null;
  readonly directives: readonly Directive[];
  readonly expectations: readonly Expectation[];
}

/** A word, and where it stands. */
export interface Said {
  readonly text: string;
  readonly span: Span;
}

/** A step, named by itself or as `workflow.step`, at the root or in a task. */
export interface StepName extends Said {
  readonly task: Said | null;
}

/** How the visits of a step end, in order. */
export interface Directive {
  readonly step: StepName;
  readonly outcomes: readonly GivenOutcome[];
}

export interface GivenOutcome {
  readonly word: string;
  readonly span: Span;
  readonly text?: string;
  readonly tasks?: readonly TaskSpec[];
  readonly followUps?: FollowUps;
  /** What the members of a panel say, in the order of the plan. */
  readonly members?: readonly Said[];
  /** What its order meets before: faults of the infrastructure, or answers that a poll is still pending. */
  readonly before?: { readonly faults?: number; readonly pending?: number };
}

/** Tasks that a writing step files beside its patch (T5). */
export interface FollowUps {
  readonly tasks: readonly TaskSpec[];
  /** It goes on when they have ended (T4). */
  readonly waits: boolean;
}

export type Expectation =
  | { readonly kind: 'end'; readonly end: 'complete' | 'halted' | 'waits'; readonly at: Said | null; readonly span: Span }
  /** Of the root, or of a task: the steps that its own frame visits, in order. */
  | { readonly kind: 'course'; readonly task: Said | null; readonly steps: readonly string[]; readonly span: Span }
  | { readonly kind: 'visits'; readonly step: StepName; readonly count: number; readonly span: Span }
  /** A step that is not visited, or does not end so; `halt`: nothing halts. */
  | { readonly kind: 'never'; readonly step: StepName; readonly outcome: string | null; readonly span: Span };
