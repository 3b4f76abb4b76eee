/** `grow plan.tasks  test leaf-test  code leaf  others leaf-plain`. */
import type { GrowStep, TaskKind } from '../../kernel/ir.ts';
import { taskKinds } from '../../kernel/ir.ts';
import type { Value } from '../syntax/tree.ts';
import { defaultLimits } from '../defaults.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';

const suffix = '.tasks';

export function lowerGrow({ read, clause, common }: StepReader): GrowStep {
  const [first, ...rest] = clause.values;
  const source = first?.kind === 'word' && first.text.endsWith(suffix) ? first.text.slice(0, -suffix.length) : null;
  if (source === null || first === undefined) {
    read.misshapen(first?.span ?? clause.span, '`grow plan.tasks`, where the step `plan` has `returns tasks`');
  } else read.place('tasks', first.span);
  const repairs = read.word('repairs', ['base'], 'repairsBase');
  return {
    kind: 'grow',
    ...common,
    tasks: source ?? '',
    workflows: workflowsOf({ read, clause, common }, rest),
    parallel: read.number('parallel', 'count') ?? defaultLimits.leases,
    ...given('repairsBase', repairs === undefined ? undefined : true),
  };
}

/** A kind and its workflow by turns; `others` stands for the kinds that are not named. */
function workflowsOf({ read, clause }: StepReader, values: readonly Value[]): GrowStep['workflows'] {
  const named = new Set<string>(values.flatMap((value, at) => (at % 2 === 0 && value.kind === 'word' ? [value.text] : [])));
  const workflows: { kind: TaskKind; workflow: string }[] = [];
  for (let at = 0; at < values.length; at += 2) {
    const [kind, workflow] = [values[at], values[at + 1]];
    const kinds = kindsOf(kind, named);
    if (kinds === null || workflow?.kind !== 'word') {
      read.misshapen(clause.span, `a kind and its workflow by turns: ${[...taskKinds, 'others'].join(', ')}`);
      return workflows;
    }
    for (const one of kinds) {
      read.place(`workflows/${workflows.length}`, workflow.span);
      if (kind !== undefined) read.place(`workflows/${workflows.length}/kind`, kind.span);
      workflows.push({ kind: one, workflow: workflow.text });
    }
  }
  return workflows;
}

function kindsOf(value: Value | undefined, named: ReadonlySet<string>): readonly TaskKind[] | null {
  if (value?.kind !== 'word') return null;
  if (value.text === 'others') return taskKinds.filter((kind) => !named.has(kind));
  const kind = taskKinds.find((one) => one === value.text);
  return kind === undefined ? null : [kind];
}
