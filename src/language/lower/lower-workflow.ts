/** `workflow leaf(task) { … }`: inputs, and the steps in their order; the first is the start. */
import type { Input, Step, Workflow } from '../../kernel/ir.ts';
import { listed } from '../../kernel/phrase.ts';
import { lostWire } from '../syntax/lost-words.ts';
import type { Block, InputNode } from '../syntax/tree.ts';
import { BlockReader } from './block-reader.ts';
import { lowerStep } from './lower-step.ts';
import { anything } from './losses.ts';
import { given } from './lowering.ts';
import { readNumeral } from './numeral.ts';

/** Steps of a workflow, as the plan's schema has them. */
const maxSteps = 1_000;

export function lowerWorkflow(read: BlockReader, name: string): Workflow {
  const inputs = read.block.inputs.map((input, at) => lowerInput(read, input, at));
  const blocks = read.block.entries.filter((entry) => entry.kind === 'block');
  const steps: Step[] = [];
  for (const block of blocks.slice(0, maxSteps)) {
    const step = stepOf(read, block, steps.length);
    if (step !== null) steps.push(step);
  }
  if (blocks.length > maxSteps) {
    // What was cut off may be what is missing from the rest.
    read.site.lowering.losses.add(read.path, [anything]);
    const message = `workflow \`${name}\` has ${blocks.length} steps`;
    read.say('too-many', read.block.keyword.span, { message, hint: `at most ${maxSteps}` });
  }
  if (steps.length === 0) read.site.lowering.losses.add(read.path, [anything]);
  if (steps.length === 0 && !read.block.broken) {
    const hint = 'write at least one: `step write { … }`';
    read.say('setting-missing', read.block.name?.span ?? read.block.keyword.span, {
      message: `workflow \`${name}\` has no step`, hint,
    });
  }
  return { name, inputs, start: steps[0]?.name ?? '', steps };
}

function stepOf(read: BlockReader, block: Block, at: number): Step | null {
  if (block.keyword.text !== 'step' || block.name === null) {
    read.site.lowering.losses.add(read.path, ['step', lostWire]);
    return null;
  }
  return lowerStep(new BlockReader(read.site, block, `${read.path}/steps/${at}`), block.name.text);
}

const inputTypes = ['text', 'number', 'task', 'tasks'] as const;
type InputType = (typeof inputTypes)[number];

function lowerInput(read: BlockReader, input: InputNode, at: number): Input {
  const property = `inputs/${at}`;
  read.place(property, input.span);
  read.place(`${property}/name`, input.name.span);
  if (input.fallback !== null) read.place(`${property}/default`, input.fallback.span);
  return {
    name: input.name.text,
    type: typeOf(read, input),
    ...given('default', fallbackOf(read, input)),
  };
}

/** An input named `task` or `tasks` is one, where nothing else is said. */
function typeOf(read: BlockReader, { name, type }: InputNode): InputType {
  const said = type?.text ?? (name.text === 'task' || name.text === 'tasks' ? name.text : 'text');
  const known = inputTypes.find((one) => one === said);
  if (known === undefined) read.misshapen(type?.span ?? name.span, `a type: ${listed(inputTypes)}`);
  return known ?? 'text';
}

function fallbackOf(read: BlockReader, { fallback }: InputNode): string | undefined {
  if (fallback === null) return undefined;
  if (fallback.kind === 'text') return fallback.value;
  const number = fallback.kind === 'number' ? readNumeral(fallback.text, 'count') : null;
  if (number?.ok === true) return String(number.value);
  if (number === null) read.misshapen(fallback.span, 'a text in quotes, or a number');
  else read.say(number.kind, fallback.span, { message: number.message, hint: number.hint });
  return undefined;
}
