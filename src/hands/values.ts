/**
 * The values that a step's texts may name (`{{ task.title }}`), and that its commands find in their
 * environment and as files: the table in docs/language.md.
 */

import type { GivenInput, InputValue } from '../kernel/inputs.ts';
import type { TaskSpec } from '../kernel/ir.ts';
import type { Guidance } from '../kernel/rows.ts';
import type { Work } from './hand-parts.ts';

export type Values = ReadonlyMap<string, string>;

/** Everything but what is dear to make: `patch` and `needs` are handed in by who has them. */
export async function valuesOf(work: Work, more: Readonly<Record<string, string>> = {}): Promise<Values> {
  const { parts, sheet } = work;
  const values = new Map<string, string>([['run', parts.run], ['base', sheet.base]]);
  for (const input of sheet.inputs) values.set(input.name, await inputText(work, input));
  if (sheet.task !== null) for (const [name, text] of taskValues(sheet.task, sheet.contract)) values.set(name, text);
  for (const { step, text } of sheet.said) values.set(`${step}.text`, text);
  // Its own workflow's come first, and hide what others returned under the same name.
  for (const { step, digest } of sheet.returned) {
    const isPlan = work.tasksOf.has(digest);
    const name = `${step}.${isPlan ? 'tasks' : 'data'}`;
    if (!values.has(name)) values.set(name, isPlan ? tasksText(work, digest) : await dataText(work, digest));
  }
  values.set('guidance', guidanceText(sheet.guidance));
  for (const [name, text] of Object.entries(more)) values.set(name, text);
  return values;
}

function taskValues(task: TaskSpec, contract: string | null): readonly (readonly [string, string])[] {
  return [
    ['task.id', task.id], ['task.title', task.title], ['task.spec', task.spec], ['task.kind', task.kind],
    ['task.writes', task.writes.join('\n')], ['task.contract', contract ?? ''], ['task.judged-by', (task.judgedBy ?? []).join('\n')],
  ];
}

async function inputText(work: Work, { value }: GivenInput): Promise<string> {
  if (value === null) return '';
  return 'text' in value ? value.text : digestText(work, value);
}

async function digestText(work: Work, value: Exclude<InputValue, { readonly text: string }>): Promise<string> {
  return 'tasks' in value ? tasksText(work, value.tasks) : dataText(work, value.data);
}

function tasksText({ tasksOf }: Work, digest: string): string {
  return JSON.stringify(tasksOf.get(digest) ?? [], null, 2);
}

/** Data that an agent returned is a blob, named by its digest. */
async function dataText({ parts }: Work, digest: string): Promise<string> {
  const bytes = await parts.blobs.get(digest);
  return bytes === null ? '' : Buffer.from(bytes).toString('utf8');
}

/** The newest last, as it is read. */
export function guidanceText(guidance: readonly Guidance[]): string {
  return guidance.map(({ from, outcome, text }) => `${from} ${outcome === 'said' ? '' : 'ended '}${outcome}:\n${text}`).join('\n\n');
}

/** A variable's name: `task.title` is `ESPALIER_TASK_TITLE`. */
export function variableName(name: string): string {
  return `ESPALIER_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}

/** The kernel takes no longer one, name and all; longer values are in their files alone. */
const mostVariableBytes = 120_000;
/** Of all together it takes some two million bytes: what no longer fits is in its file alone, too. */
const mostVariablesBytes = 1_000_000;

export function environmentOf(values: Values): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  let left = mostVariablesBytes;
  for (const [name, text] of values) {
    const bytes = Buffer.byteLength(text);
    if (bytes > Math.min(mostVariableBytes, left) || text.includes('\0')) continue;
    env[variableName(name)] = text;
    left -= bytes;
  }
  return env;
}

/** `{{ name }}` of what is known; everything else stays as it was written, as the checker left it. */
export function filled(text: string, values: Values): string {
  return text.replaceAll(/\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
