/** What all paths of a plan tell, as plain data. */

import { standIn } from '../hands/stand-in.ts';
import type { Ir, TaskKind } from '../kernel/ir.ts';
import { outcomesOf } from '../kernel/outcomes.ts';
import { boundByWires, type BoundCost } from '../language/rehearsal/bound-by-wires.ts';
import type { Visited } from '../language/rehearsal/course.ts';
import { type DeadLoop, deadLoops } from '../language/rehearsal/dead-loops.ts';
import { answersStudied, type Part, type Study, studyPaths } from '../language/rehearsal/study-paths.ts';
import type { WireName, WorkflowCoverage } from '../language/rehearsal/wire-coverage.ts';
import { limits } from '../ports/limits.ts';
import { withoutAllowance } from './rehearse-plan.ts';

export interface StudiedPlan {
  readonly workflow: string;
  readonly endings: readonly string[];
  readonly coverage: readonly WorkflowCoverage[];
  /** Wires of which it is not known whether a path takes them. */
  readonly open: readonly WireName[];
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
  /** Places that differ in more than what is left of caps. */
  readonly places: number;
  /** Every way from each place to the next is known. */
  readonly isWhole: boolean;
  /** The costliest path; `null`: it was not found for sure. */
  readonly exact: Cost | null;
  /** What no path can pass: of all ways where they are known, and else by the wires and the caps. */
  readonly bound: Cost;
  /** What a path does cost. */
  readonly least: Pick<Cost, 'orders' | 'usdMicros'>;
  /** The visits of a path that takes so many orders, in order, as the brain went along it. */
  readonly path: readonly PathVisit[];
}

export type PathVisit = Pick<Visited, 'frame' | 'workflow' | 'task' | 'step' | 'outcome' | 'agents'>;

export interface Cost {
  readonly orders: number;
  readonly byAgent: Readonly<Record<string, number>>;
  readonly usdMicros: number;
}

export function studyPlan(ir: Ir): StudiedPlan {
  const study = studyPaths(ir, { standIn, most: limits.rehearsedPlaces, ways: limits.rehearsedWays });
  const bound = boundByWires(ir, answersStudied);
  const parts = study.parts.map((part) => studiedPart(part, part.kind === null ? bound.root : bound.tasks.find(({ kind }) => kind === part.kind) ?? bound.root));
  const isPossible = (workflow: string, step: string, on: string): boolean => !study.isSure || study.taken.has({ workflow, step, on }) || study.open.has({ workflow, step, on });
  return {
    workflow: ir.root, endings: study.endings, coverage: study.taken.of(ir), open: openWires(ir, study), isSure: study.isSure, answers: answersStudied,
    impossible: impossibleIn(ir, (workflow, step, on) => study.taken.has({ workflow, step, on }) || study.open.has({ workflow, step, on })),
    deadLoops: deadLoops(ir, isPossible), parts, tasks: ir.limits.tasks,
    withoutAllowance: withoutAllowance(ir),
  };
}

function studiedPart({ kind, places, isWhole, orders, byAgent, usdMicros, path }: Part, caps: BoundCost): StudiedPart {
  const isExact = orders.most === orders.least && usdMicros.most === usdMicros.least;
  const agents = [...byAgent].map(([name, { most }]): [string, number] => [name, most ?? caps.byAgent.get(name) ?? 0]);
  const most = { orders: orders.most ?? caps.orders, byAgent: Object.fromEntries(agents), usdMicros: usdMicros.most ?? caps.usdMicros };
  return {
    kind, places, isWhole, exact: isExact ? most : null,
    bound: orders.most === null || usdMicros.most === null ? plain(caps) : most,
    least: { orders: orders.least, usdMicros: usdMicros.least },
    path: path.map(({ frame, workflow, task, step, outcome, agents: leased }) => ({ frame, workflow, task, step, outcome, agents: leased })),
  };
}

/** Some way takes them, and no path was found that does. */
function openWires(ir: Ir, { taken, open }: Study): readonly WireName[] {
  return taken.of(ir).flatMap(({ untaken }) => untaken).filter((wire) => open.has(wire));
}

const cuts: readonly string[] = ['timeout', 'budget', 'fault', 'limit'];

/** Words that a step can end with and never did; those that only the machinery causes are not looked for. */
function impossibleIn(ir: Ir, has: (workflow: string, step: string, on: string) => boolean): StudiedPlan['impossible'] {
  return ir.workflows.flatMap((workflow) => workflow.steps.flatMap((step) =>
    outcomesOf(step).map(({ word }) => word)
      .filter((word) => !has(workflow.name, step.name, word) && !cuts.includes(word) && !step.wires.some(({ on }) => on === word))
      .map((outcome) => ({ workflow: workflow.name, step: step.name, outcome }))));
}

const plain = ({ orders, byAgent, usdMicros }: BoundCost): Cost => ({ orders, byAgent: Object.fromEntries(byAgent), usdMicros });
