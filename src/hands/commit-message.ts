/**
 * What the commit of a unit says (B1): its tasks, who wrote it, and the evidence from before it landed.
 *
 * Titles are an agent's words, and a commit's message is read by programs: nothing in them may close an
 * issue, call a person, steer a pipeline or look like a trailer.
 */

import type { PrefixUnit } from '../kernel/describe-order.ts';
import type { GatesFact } from '../kernel/facts.ts';

const mostSubject = 72;

export function commitMessage(run: string, unit: PrefixUnit): string {
  const trailers = [
    `Run-Id: ${run}`,
    ...unit.tasks.map(({ id }) => `Task: ${harmless(id)}`),
    ...unit.evidence.map(({ gate, outcome, exit, candidate, sandbox, log }) => (
      `Evidence: gate ${harmless(gate)} ${outcome}, exit ${exit}, candidate ${candidate}, sandbox ${harmless(sandbox)}${log === null ? '' : `, log ${log}`}`)),
    ...unit.authors.map((author) => `Assisted-by: ${harmless(author)}`),
  ];
  return `${subjectOf(unit)}\n\n${trailers.join('\n')}\n`;
}

/** What a landing was proved by, beside its commit: the last of a prefix alone is proved as a whole. */
export function landingNote(run: string, { base, gates, sandbox, commits }: Pick<GatesFact, 'base' | 'gates' | 'sandbox'> & { readonly commits: readonly string[] }): string {
  const proved = gates.map(({ gate, exit, control, log, sandbox: own = sandbox }) => (
    `Landing: gate ${harmless(gate)} exit ${exit ?? 'none'}, sandbox ${harmless(own)}${control === undefined ? '' : `, control ${control}`}${log === undefined ? '' : `, log ${log}`}`));
  return [`Run-Id: ${run}`, `On: ${base}`, `Commits: ${commits.join(' ')}`, ...proved].join('\n');
}

function subjectOf({ unit, tasks, reverts }: PrefixUnit): string {
  if (reverts !== null) return cut(`Revert ${harmless(reverts)}`);
  // Of tests and the code that they judge, the code says what it is about.
  const title = tasks.at(-1)?.title;
  return cut(title === undefined ? `The change of ${harmless(unit)}` : harmless(title) || harmless(unit));
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length <= mostSubject ? text : `${letters.slice(0, mostSubject - 1).join('').trimEnd()}…`;
}

/** Words with which hosts of code close issues, when a number follows. */
const closing = /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)(\s*:?\s*)(?=(?:[\w.-]+\/[\w.-]+)?#\d|https?:|GH-\d)/gi;
/** `[skip ci]`, `[ci skip]`, `***NO_CI***` and their like. */
const directives = /\[(?:skip[ -]?ci|ci[ -]?skip|no[ -]?ci|skip[ -]actions|actions[ -]skip|skip[ -][^\]]{0,20}|[^\]]{0,20}[ -]skip)\]|\*\*\*NO_CI\*\*\*/gi;

/** One line without anything that a program would act upon. */
export function harmless(text: string): string {
  return withoutDirectives(oneLine(text))
    .replaceAll(closing, '$1 of ')
    .replaceAll(/@(?=[\w-])/g, '@ ')
    .replaceAll(/(^|[^\w])#(?=\d)/g, '$1no. ')
    .replace(/^([A-Za-z-]+):/, '$1 –')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** What is left when one is taken out may be another. */
function withoutDirectives(text: string): string {
  const left = oneLine(text.replaceAll(directives, ' '));
  return left === text ? text : withoutDirectives(left);
}
