/** `rehearse FILE`: a plan through the real brain, host and journal, with stand-ins for hands. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exitCodes } from './exit-codes.ts';
import { wholeOption } from './parse-args.ts';
import { rehearseText } from './rehearse-text.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

export const rehearse: Act = async (call, terminal) => {
  const [path = ''] = call.arguments;
  const seed = wholeOption(call, 'seed');
  const text = readText(path);
  if (text === '') throw new UsageError(`Cannot rehearse ${path}: it is empty.`);
  const code = await rehearseText({ text, file: basename(path), isFeature: false, seed }, terminal, call.isJson);
  return code ?? exitCodes.ok;
};

/** A file that a person named. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Cannot read ${path}: ${said}.`);
  }
}
