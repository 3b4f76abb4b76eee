/** The shape of a plan, for editors and programs. */
import { planSchema as made } from '../language/notation/plan-schema.ts';

export function planSchema(): unknown {
  return made();
}
