/** Everything that is checked of a plan with places, whatever notation it was written in. */
import type { Ir } from '../../kernel/ir.ts';
import type { Adapters } from '../../ports/capabilities.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Losses } from '../lower/losses.ts';
import type { Places } from '../lower/places.ts';
import { newSuggest } from '../suggest.ts';
import { cycleCapFindings } from './cycle-caps.ts';
import { fileFindings } from './plan-files.ts';
import { faultFindings } from './plan-faults.ts';
import { policyFindings } from './policy.ts';
import type { Texts } from './texts.ts';

export interface PlanCheck {
  readonly places: Places;
  /** What of its text could not be read. */
  readonly losses: Losses;
  /** Whether the visits of a step are limited by what somebody wrote. */
  readonly saysVisits: boolean;
  readonly texts: Texts;
  readonly adapters: Adapters;
}

export function planFindings(ir: Ir, { places, losses, saysVisits, texts, adapters }: PlanCheck): readonly Finding[] {
  const suggest = newSuggest();
  const { findings, meant } = faultFindings({ ir, places, losses, suggest });
  return [
    ...findings,
    ...(saysVisits ? [] : cycleCapFindings(meant, { places, losses })),
    ...fileFindings(ir, { places, texts, suggest }),
    ...policyFindings(ir, { places, adapters, suggest }),
  ];
}
