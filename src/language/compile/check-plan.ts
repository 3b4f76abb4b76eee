/** Everything that is checked of a plan with places, whatever notation it was written in. */
import { checkIr } from '../../kernel/check-ir.ts';
import type { Ir } from '../../kernel/ir.ts';
import type { Adapters } from '../../ports/capabilities.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Places } from '../lower/places.ts';
import { newSuggest } from '../suggest.ts';
import { cycleCapFindings } from './cycle-caps.ts';
import { fileFindings } from './plan-files.ts';
import { faultFindings } from './plan-faults.ts';
import { policyFindings } from './policy.ts';
import type { Texts } from './texts.ts';

export interface PlanCheck {
  readonly places: Places;
  /** Paths of the plan whose text could not be read. */
  readonly broken: ReadonlySet<string>;
  /** Whether the visits of a step are limited by what somebody wrote. */
  readonly saysVisits: boolean;
  readonly texts: Texts;
  readonly adapters: Adapters;
}

export function planFindings(ir: Ir, { places, broken, saysVisits, texts, adapters }: PlanCheck): readonly Finding[] {
  const suggest = newSuggest();
  return [
    ...faultFindings(checkIr(ir), { ir, places, broken, suggest }),
    ...(saysVisits ? [] : cycleCapFindings(ir, { places, broken })),
    ...fileFindings(ir, { places, texts, suggest }),
    ...policyFindings(ir, { places, adapters, suggest }),
  ];
}
