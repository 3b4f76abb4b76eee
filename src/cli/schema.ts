/** `schema`: the JSON Schema of a plan. */
import { planSchema } from '../compose/plan-schema.ts';
import { exitCodes } from './exit-codes.ts';
import type { Act } from './verb.ts';

export const schema: Act = (_, terminal) => {
  terminal.json(planSchema());
  return Promise.resolve(exitCodes.ok);
};
