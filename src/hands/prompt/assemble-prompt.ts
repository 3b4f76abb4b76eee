/**
 * A prompt: the template with its values, and the ending that says how to answer; within a cap.
 *
 * What does not fit is left out of values in a fixed order, and a line says of which, and how much. The template, the
 * task and the ending are never cut. Text of others is fenced, whole or cut.
 */

import { AgentError } from '../../ports/agent.ts';
import { filled, type Values } from '../values.ts';
import { fenced } from './fenced.ts';

export const mostPromptCharacters = 400_000;

export interface PromptParts {
  readonly template: string;
  readonly values: Values;
  readonly ending: string;
  readonly nonce: string;
  readonly most?: number;
}

/** Of the first the most is left out. Of guidance the oldest goes, of all others the end. */
const leftOutFirst: readonly ((name: string) => boolean)[] = [
  (name) => name === 'needs',
  (name) => name === 'patch',
  (name) => name === 'knowledge',
  (name) => name === 'guidance',
  (name) => name.startsWith('source.'),
  (name) => name.endsWith('.data') || name.endsWith('.tasks'),
  (name) => name.endsWith('.text'),
  // What the workflow was given.
  (name) => !name.startsWith('task.') && name !== 'run' && name !== 'base',
];

const reserved = 2_000;

/** Throws `AgentError` where what is never cut is too long by itself. */
export function assemblePrompt({ template, values, ending, nonce, most = mostPromptCharacters }: PromptParts): string {
  const named = countsIn(template);
  const used = new Map([...values].filter(([name]) => named.has(name)));
  const whole = (): number => template.length + [...used].reduce((sum, [name, text]) => sum + text.length * (named.get(name) ?? 0), 0) + ending.length + reserved;
  const leftOut: string[] = [];
  for (const isNext of leftOutFirst) {
    for (const [name, text] of used) {
      const over = whole() - most;
      if (over <= 0 || text === '' || !isNext(name)) continue;
      const shorter = shortened(text, Math.ceil(over / (named.get(name) ?? 1)), name === 'guidance');
      used.set(name, shorter);
      leftOut.push(`${name} (${text.length - shorter.length} of ${text.length} characters)`);
    }
  }
  if (whole() > most) throw new AgentError(`the prompt is longer than ${most} characters, even without all that may be left out of it: shorten its template, or the task`);
  const shown = new Map([...used].map(([name, text]) => [name, isOfOthers(name) && text !== '' ? fenced(text, nonce) : text]));
  const note = leftOut.length === 0 ? '' : `Left out of this for its length: ${leftOut.join(', ')}.\n\n`;
  return `${filled(template, shown).trimEnd()}\n\n${note}${ending}`;
}

function isOfOthers(name: string): boolean {
  return name === 'patch' || name.startsWith('source.');
}

/** How often each value is named. */
function countsIn(template: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of template.matchAll(/\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const mark = '[… left out …]';

function shortened(text: string, by: number, keepsEnd: boolean): string {
  const kept = text.length - by - mark.length - 1;
  if (kept <= 0) return '';
  return keepsEnd ? `${mark}\n${text.slice(text.length - kept)}` : `${text.slice(0, kept)}\n${mark}`;
}
