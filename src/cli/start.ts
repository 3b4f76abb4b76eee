/** `start`, the main job of `npm start`: for now, a rehearsal of the recipe that ships. */

import { fileURLToPath } from 'node:url';
import { wholeOption } from './parse-args.ts';
import { readText } from './rehearse.ts';
import { rehearseText } from './rehearse-text.ts';
import type { Act } from './verb.ts';

const file = 'feature.ir.json';

export const start: Act = async (call, terminal) => {
  const text = readText(fileURLToPath(new URL(`../../recipes/${file}`, import.meta.url)));
  return rehearseText({ text, file, isFeature: true, seed: wholeOption(call, 'seed') }, terminal, call.isJson);
};
