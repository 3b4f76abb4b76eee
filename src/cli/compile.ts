/** `compile FILE`: the plan that a workflow becomes, as JSON. */
import { checkFile } from '../compose/check-files.ts';
import { exitCodes } from './exit-codes.ts';
import { personOf } from './config-file.ts';
import { jsonText } from './print/json-text.ts';
import type { Act } from './verb.ts';

export const compile: Act = async (call, terminal) => {
  const [file = ''] = call.arguments;
  const { ir, ok, lines } = await checkFile(file, personOf(terminal));
  if (!ok) terminal.say(...lines);
  if (ir === null) return exitCodes.usage;
  if (!ok) terminal.say('', 'The plan is sound; nothing here holds all that it demands.');
  terminal.surroundings.stdout.write(`${jsonText(ir)}\n`);
  return exitCodes.ok;
};
