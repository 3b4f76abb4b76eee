/** `run "…"`, `run script "…"`, `wait 2h`, `wait for "…"`: commands and timers. */
import type { RunStep, WaitStep } from '../../kernel/ir.ts';
import { lowerLeafParts } from './lower-leaf-parts.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';

export function lowerRun({ read, clause, common }: StepReader): RunStep {
  return {
    kind: 'run',
    ...common,
    ...lowerLeafParts(read),
    ...commandOf({ read, clause, common }),
    ...given('sandbox', read.name('in', 'sandbox')),
    ...given('services', read.names('with', 'services')),
    ...given('outcomes', read.names('outcomes')),
  };
}

function commandOf({ read, clause }: StepReader): Pick<RunStep, 'command' | 'script'> {
  const [first, second] = clause.values;
  if (first?.kind === 'text') return { command: read.textOf(first, 'command') };
  if (first?.kind === 'word' && first.text === 'script' && second?.kind === 'text') {
    return { command: '', script: read.fileName(read.textOf(second, 'script'), second.span) };
  }
  read.misshapen(clause.span, '`run "npm run build"` or `run script "scripts/build.sh"`');
  return { command: '' };
}

export function lowerWait({ read, clause, common }: StepReader): WaitStep {
  const [first, second] = clause.values;
  const wait: WaitStep = {
    kind: 'wait',
    ...common,
    ...given('sandbox', read.name('in', 'sandbox')),
    ...given('everyMs', read.number('every', 'time', 'everyMs')),
    ...given('outcomes', read.names('outcomes')),
    ...given('waiver', read.name('waiver')),
  };
  if (first?.kind === 'word' && first.text === 'for' && second?.kind === 'text') {
    return { ...wait, command: read.textOf(second, 'command') };
  }
  if (first?.kind === 'number') return { ...wait, ...given('afterMs', read.numberOf(first, 'time', 'afterMs')) };
  read.misshapen(clause.span, '`wait 2h`, or `wait for "…"` with `every 5m`');
  return wait;
}
