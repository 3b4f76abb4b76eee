/**
 * Cycles without a cap that somebody wrote: each step has a default, and a loop that runs into it
 * was seldom meant. Only for `.esp`: in a plan as JSON the default is always said (R6).
 */
import { cyclesOf } from '../../kernel/cycles.ts';
import type { Ir, Workflow } from '../../kernel/ir.ts';
import { quoted } from '../../kernel/phrase.ts';
import type { Losses } from '../lower/losses.ts';
import type { Places } from '../lower/places.ts';
import type { CompileFinding } from './finding-kinds.ts';

export interface CycleCheck {
  readonly places: Places;
  /** Where a cap may have stood. */
  readonly losses: Losses;
}

export function cycleCapFindings(ir: Ir, { places, losses }: CycleCheck): readonly CompileFinding[] {
  if (losses.mayHold('', ['limits', 'visits']) || losses.mayHold('limits', ['visits'])) return [];
  return ir.workflows.flatMap((workflow, at) => inWorkflow(workflow, { path: `workflows/${at}`, visits: ir.limits.visits, places, losses }));
}

interface Where extends CycleCheck {
  readonly path: string;
  readonly visits: number;
}

function inWorkflow(workflow: Workflow, { path, visits, places, losses }: Where): readonly CompileFinding[] {
  const at = new Map<string, number>();
  for (const [place, { name }] of workflow.steps.entries()) if (!at.has(name)) at.set(name, place);
  // Through a step with a `max`, or with one that could not be read, each cycle has its cap.
  const isOpen = workflow.steps.map(({ max }, step) => max === undefined && !losses.mayHold(`${path}/steps/${step}`, ['max']));
  const arrows = workflow.steps.map(({ wires }, step) => (isOpen[step] === true ? wires : []).flatMap(({ to }) => {
    const target = at.get(to);
    return target === undefined || isOpen[target] !== true ? [] : [target];
  }));
  return cyclesOf(arrows).flatMap((cycle) => {
    const around = cycle.flatMap((step) => workflow.steps[step]?.name ?? []);
    const place = places.at(`${path}/steps/${cycle[0] ?? 0}`);
    if (place === null) return [];
    const words = [...around, around[0] ?? ''].map(quoted).join(' → ');
    return [{
      kind: 'cycle-without-cap', ...place,
      message: `no step of a cycle has a \`max\`: ${words}`,
      hint: `\`max 3\` at one of them, or \`limits { visits ${visits} }\` for all steps`,
    }];
  });
}
