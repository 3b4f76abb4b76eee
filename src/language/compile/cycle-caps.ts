/**
 * Cycles without a cap that somebody wrote: each step has a default, and a loop that runs into it
 * was seldom meant. Only for `.esp`: in a plan as JSON the default is always said (R6).
 */
import { cyclesOf } from '../../kernel/cycles.ts';
import type { Ir, Workflow } from '../../kernel/ir.ts';
import { quoted } from '../../kernel/phrase.ts';
import type { Places } from '../lower/places.ts';
import type { CompileFinding } from './finding-kinds.ts';

export interface CycleCheck {
  readonly places: Places;
  /** A workflow of which something was not read may have a cap there. */
  readonly broken: ReadonlySet<string>;
}

export function cycleCapFindings(ir: Ir, { places, broken }: CycleCheck): readonly CompileFinding[] {
  const unread = new Set([...broken].map((path) => path.split('/').slice(0, 2).join('/')));
  return ir.workflows.flatMap((workflow, at) => {
    const path = `workflows/${at}`;
    return unread.has(path) ? [] : inWorkflow(workflow, { path, visits: ir.limits.visits, places });
  });
}

interface Where {
  readonly path: string;
  readonly visits: number;
  readonly places: Places;
}

function inWorkflow(workflow: Workflow, { path, visits, places }: Where): readonly CompileFinding[] {
  const at = new Map<string, number>();
  for (const [place, { name }] of workflow.steps.entries()) if (!at.has(name)) at.set(name, place);
  const arrows = workflow.steps.map((step) => (step.max === undefined ? targetsOf(workflow, step.wires, at) : []));
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

/** Steps with a `max` are left out: a cycle through one of them has its cap. */
function targetsOf(workflow: Workflow, wires: Workflow['steps'][number]['wires'], at: ReadonlyMap<string, number>): readonly number[] {
  return wires.flatMap(({ to }) => {
    const target = at.get(to);
    return target === undefined || workflow.steps[target]?.max !== undefined ? [] : [target];
  });
}
