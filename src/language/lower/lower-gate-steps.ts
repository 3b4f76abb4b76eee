/** `gate a, b` and `measure a`. */
import type { GateStep, MeasureStep } from '../../kernel/ir.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';

export function lowerGateStep({ read, clause, common }: StepReader): GateStep {
  return { kind: 'gate', ...common, gates: read.namesOf(clause.values, 'gates', clause.span) };
}

export function lowerMeasure({ read, clause, common }: StepReader): MeasureStep {
  const better = read.needed(read.word('better', ['higher', 'lower']), {
    message: `step \`${common.name}\` measures, and does not say which numbers are better`,
    hint: '`better higher` or `better lower`',
  });
  return {
    kind: 'measure',
    ...common,
    gate: read.name(clause.key.text, 'gate') ?? '',
    better: better ?? 'higher',
    ...given('target', read.decimal('target')),
    ...given('repeat', read.number('repeat', 'count')),
  };
}
