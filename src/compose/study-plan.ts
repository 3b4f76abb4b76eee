/** What all paths of a plan tell, as plain data. */

import { standIn } from '../hands/stand-in.ts';
import type { Ir, TaskKind } from '../kernel/ir.ts';
import { outcomesOf } from '../kernel/outcomes.ts';
import { boundByCaps, type CapCost } from '../language/rehearsal/bound-by-caps.ts';
import { type DeadLoop, deadLoops } from '../language/rehearsal/dead-loops.ts';
import { answersStudied, studyPaths } from '../language/rehearsal/study-paths.ts';
import type { WorkflowCoverage } from '../language/rehearsal/wire-coverage.ts';
import { limits } from '../ports/limits.ts';
import { withoutAllowance } from './rehearse-plan.ts';

export interface StudiedPlan {
  readonly workflow: string;
  readonly endings: readonly string[];
  readonly coverage: readonly WorkflowCoverage[];
  /** Outcomes that are wired nowhere and came nowhere are left out: they halt. */
  readonly impossible: readonly { readonly workflow: string; readonly step: string; readonly outcome: string }[];
  readonly deadLoops: readonly DeadLoop[];
  /** Whether what was not seen cannot be. */
  readonly isSure: boolean;
  /** Times that each question is answered, in every figure. */
  readonly answers: number;
  readonly parts: readonly StudiedPart[];
  /** Tasks that a run may have. */
  readonly tasks: number;
  /** Agents that reserve no allowance: what they cost is not known. */
  readonly withoutAllowance: readonly string[];
}

/** The run's own steps, or a task of a kind. Money is orders times what each reserves. */
export interface StudiedPart {
  readonly kind: TaskKind | null;
  readonly places: number;
  readonly isWhole: boolean;
  /** The same, and of `exact`, where each question is answered once, and one conflict and one ejection are met. */
  readonly isWholeOnce: boolean;
  /** `null`: not every path is known. */
  readonly exact: Cost | null;
  /** By the caps alone, whatever the wires. */
  readonly bound: Cost;
}

export interface Cost {
  readonly orders: number;
  readonly byAgent: Readonly<Record<string, number>>;
  readonly usdMicros: number;
}

export function studyPlan(ir: Ir): StudiedPlan {
  const study = studyPaths(ir, { standIn, most: limits.rehearsedPlaces });
  const bound = boundByCaps(ir, answersStudied);
  const parts = study.parts.map(({ kind, places, isWhole, isWholeOnce, orders, byAgent, usdMicros }): StudiedPart => ({
    kind, places, isWhole, isWholeOnce,
    exact: orders === null || byAgent === null ? null : { orders, byAgent: Object.fromEntries(byAgent), usdMicros: usdMicros ?? 0 },
    bound: plain(kind === null ? bound.root : bound.tasks.find((item) => item.kind === kind) ?? bound.root),
  }));
  const isPossible = (workflow: string, step: string, on: string): boolean => !study.isSure || study.taken.has({ workflow, step, on });
  return {
    workflow: ir.root, endings: study.endings, coverage: study.taken.of(ir), isSure: study.isSure, answers: answersStudied,
    impossible: impossibleIn(ir, (workflow, step, on) => study.taken.has({ workflow, step, on })),
    deadLoops: deadLoops(ir, isPossible), parts, tasks: ir.limits.tasks,
    withoutAllowance: withoutAllowance(ir),
  };
}

const cuts: readonly string[] = ['timeout', 'budget', 'fault', 'limit'];

/** Words that a step can end with and never did; those that only the machinery causes are not looked for. */
function impossibleIn(ir: Ir, has: (workflow: string, step: string, on: string) => boolean): StudiedPlan['impossible'] {
  return ir.workflows.flatMap((workflow) => workflow.steps.flatMap((step) =>
    outcomesOf(step).map(({ word }) => word)
      .filter((word) => !has(workflow.name, step.name, word) && !cuts.includes(word) && !step.wires.some(({ on }) => on === word))
      .map((outcome) => ({ workflow: workflow.name, step: step.name, outcome }))));
}

const plain = ({ orders, byAgent, usdMicros }: CapCost): Cost => ({ orders, byAgent: Object.fromEntries(byAgent), usdMicros });
