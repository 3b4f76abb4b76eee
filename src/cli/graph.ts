/** `graph FILE`: a workflow as a picture. */
import { checkFile } from '../compose/check-files.ts';
import { drawGraph, graphFormats } from '../compose/draw-graph.ts';
import { nearestWords } from '../compose/nearest-word.ts';
import { exitCodes } from './exit-codes.ts';
import { personOf } from './config-file.ts';
import { UsageError } from './usage-error.ts';
import type { Act, Call } from './verb.ts';

export const graph: Act = async (call, terminal) => {
  const [file = ''] = call.arguments;
  const format = formatOf(call);
  const { ir, lines } = await checkFile(file, personOf(terminal));
  if (ir === null) {
    terminal.say(...lines);
    return exitCodes.usage;
  }
  const drawn = await drawGraph(ir, format);
  if (drawn === null) throw new UsageError(`${file} is too large to be laid out here. --format dot gives it to Graphviz.`);
  if (typeof drawn !== 'string') terminal.json(drawn);
  else terminal.surroundings.stdout.write(drawn);
  return exitCodes.ok;
};

function formatOf({ options, isJson }: Call): (typeof graphFormats)[number] {
  const word = options.get('format') ?? (isJson ? 'json' : 'mermaid');
  const format = graphFormats.find((one) => one === word);
  if (format === undefined) {
    const [near] = nearestWords(word, graphFormats);
    throw new UsageError(`There is no format ${word}. ${near === undefined ? `It is one of ${graphFormats.join(', ')}.` : `Did you mean ${near}?`}`);
  }
  if (isJson && format !== 'json') throw new UsageError(`--json is --format json; ${format} is another format.`);
  return format;
}
