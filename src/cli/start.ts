/** `start`, the main job of `npm start`: for now, a rehearsal of the recipe that ships. */

import { fileURLToPath } from 'node:url';
import { exitCodes } from './exit-codes.ts';
import { wholeOption } from './parse-args.ts';
import { planAt } from './rehearse.ts';
import { rehearseKept } from './rehearse-kept.ts';
import type { Act } from './verb.ts';

const file = 'feature.esp';

export const start: Act = async (call, terminal) => {
  const plan = await planAt(fileURLToPath(new URL(`../../recipes/feature/${file}`, import.meta.url)), call, terminal);
  if (plan === null) return exitCodes.usage;
  return rehearseKept({ plan, file, isFeature: true, seed: wholeOption(call, 'seed') }, terminal, call.isJson);
};
