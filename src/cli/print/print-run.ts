/** One run on a terminal. */

import type { PastVisit } from '../history.ts';
import type { QuestionView, RunView, TaskView } from '../run-view.ts';
import { flakeLines } from './flake-lines.ts';
import { age, counted, dollars, moment, short, tokens } from './amounts.ts';
import { chip } from './chips.ts';
import { type Line, type Span, styled } from './line.ts';
import { columns } from './table.ts';
import { frameName, nameOf, unitName } from './told.ts';

/** Lines of a section. */
const mostLines = 200;
/** Characters of a reason, where many stand in a list. */
const mostReason = 60;

export function printRun(view: RunView): readonly Line[] {
  return [
    ...head(view),
    ...section('Waits for', view.waitsFor.map((text) => [nameOf(text)])),
    ...section('Halted', haltLines(view)),
    ...view.frames.flatMap(({ frame, workflow, status, word, visits }) => section(
      `Steps of ${frameName(frame)}, workflow ${workflow}: ${word === null ? status : `${status} ${word}`}`,
      columns(visits.map((visit) => [nameOf(visit.visit), ...visitCells(visit)])),
    )),
    ...section('Tasks', columns(view.tasks.map(taskCells))),
    ...section('Stack, the newest first', columns(view.stack.map(({ commit, unit, at }) => [short(commit), unitName(unit), moment(at)]))),
    ...section('Flaky: red and green on the same files', flakeLines(view.flakes)),
    ...section('Questions', view.questions.flatMap(questionLines)),
    ...section('Published', view.publications.map(({ branch, remote, commit, open }) =>
      [`${short(commit)} on ${remote}, ${branch}: ${open ? 'open' : 'closed'}`])),
    ...section('Money', moneyLines(view)),
  ];
}

function head(view: RunView): readonly Line[] {
  const { run, workflow, base, tip, startedAt, lastAt, units, position, hash } = view;
  return [
    [styled('strong', run), '  ', chip(view.doing), ...(view.needsYou.length === 0 ? [] : ['  ', styled('person', `needs you: ${view.needsYou.join(', ')}`)])],
    ...(view.isRehearsal ? [[styled('dim', 'A rehearsal: stand-ins performed the orders, and no repository was touched.')]] : []),
    ...columns([
      ['workflow', workflow],
      ['base, tip', base === tip ? short(base) : `${short(base)}, ${short(tip)}`],
      ['landed', `${units.landed} of ${counted(units.total, 'unit')}`],
      ['started', `${moment(startedAt)}, ${age(lastAt - startedAt)} to its last event`],
      ['events', `${position}`],
      ['state', hash],
    ].map(([name = '', value = '']) => [styled('dim', name), value])),
  ];
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  if (lines.length === 0) return [];
  const indented = lines.slice(0, mostLines).map((line): Line => ['  ', ...(typeof line === 'string' ? [line] : line)]);
  const more = lines.length - indented.length;
  return ['', [styled('strong', title)], ...indented, ...(more === 0 ? [] : [[styled('dim', `  … ${more} more: --json has them all`)]])];
}

function haltLines({ halt }: RunView): readonly Line[] {
  if (halt === null) return [];
  return [
    [styled('bad', halt.reason)],
    ...halt.culprits.map((culprit): Line => ['culprit  ', nameOf(culprit)]),
    ...halt.ways.map((way): Line => ['way on   ', way]),
  ];
}

function visitCells({ outcome, to, why, agents }: PastVisit): readonly Span[] {
  const end = outcome === null ? styled('person', 'open') : outcomeSpan(outcome);
  const reason = beginning(why);
  return [end, to === null ? '' : `→ ${to}`, agents.join(', '), reason === '' ? '' : styled('dim', reason)];
}

function outcomeSpan(outcome: string): Span {
  if (['fail', 'red', 'limit', 'refused', 'stalled', 'base-red', 'conflict'].includes(outcome)) return styled('bad', outcome);
  return ['landed', 'published', 'green'].includes(outcome) ? styled('good', outcome) : outcome;
}

function taskCells({ task, kind, unit, status, commit, visits, title }: TaskView): readonly Span[] {
  const steps = visits.map(({ step, outcome }) => `${step} ${outcome ?? 'open'}`).join(' · ');
  const where = commit === null ? status : `${status} ${short(commit)}`;
  return [task, kind, unit === task ? '' : `unit ${unit}`, where, title, styled('dim', steps)];
}

function questionLines({ question, visit, asks, words, shows, status, answer }: QuestionView): readonly Line[] {
  const asked = asks === null ? '' : `${asks} `;
  const first: Line = [`${question}  ${nameOf(visit)}: ${asked}(${words.join(' or ')}), shown ${short(shows)}`];
  if (answer === null) return [[...first, '  ', status === 'open' ? styled('person', 'open') : status]];
  const text = answer.text === '' ? '' : `: ${answer.text}`;
  return [first, [`    ${answer.person} answered ${answer.word}, shown ${short(answer.shows)}${text}`]];
}

function moneyLines({ money, spent, unsettled }: RunView): readonly Line[] {
  const { budget, deadlineAt } = money;
  const of = (limit: number | null, show: (value: number) => string): string => (limit === null ? 'no limit' : `of ${show(limit)}`);
  const open = unsettled.usdMicros + unsettled.tokens === 0 ? '' : `, ${dollars(unsettled.usdMicros)} reserved or not billed yet`;
  return [
    [`${dollars(spent.usdMicros)} ${of(budget.usdMicros, dollars)}, ${tokens(spent.tokens)} ${of(budget.tokens, tokens)}${open}`],
    ...(deadlineAt === null ? [] : [[`to be over at ${moment(deadlineAt)}`]]),
  ];
}

/** The events have all of it. */
function beginning(text: string | null): string {
  const [first = '', ...rest] = (text ?? '').split('\n');
  const characters = [...first];
  const isWhole = rest.length === 0 && characters.length <= mostReason;
  return isWhole ? first : `${characters.slice(0, mostReason).join('')}…`;
}
