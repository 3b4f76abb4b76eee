/** What waits for a person, as cards on a terminal. */

import type { ChangedFile } from '../../compose/run-diff.ts';
import type { ShownTask } from '../inbox-view.ts';
import type { Card, CardChange } from '../read-waiting.ts';
import { flakeLines } from './flake-lines.ts';
import { age, counted, moment, short } from './amounts.ts';
import { type Line, type Span, styled } from './line.ts';
import { columns } from './table.ts';
import { nameOf, unitName } from './told.ts';

/** Lines of one list on a card. */
const mostLines = 40;

export function cardLines(card: Card, { now, program }: { readonly now: number; readonly program: string }): readonly Line[] {
  const { run, kind, visit, task, since, asks, why, isRehearsal } = card;
  const place = [visit === null ? [] : [nameOf(visit)], task === null ? [] : [`task ${task}`]].flat().join(', ');
  return [
    [styled('person', titles[kind]), '  ', styled('strong', run), place === '' ? '' : `  ${place}`, styled('dim', `  since ${moment(since)}, ${age(now - since)}`)],
    ...textLines(asks),
    ...(isRehearsal ? [[styled('dim', '  A rehearsal: nothing of it happened to a repository.')]] : []),
    ...why.flatMap((text) => textLines(text, kind === 'halt' ? 'culprit  ' : 'because  ')),
    ...indented(columns(taskRows(card.tasks)), '  '),
    ...indented(columns(card.commits.map(({ commit, unit, title }) => [short(commit), unitName(unit), title])), '  '),
    ...(card.flakes.length === 0 ? [] : ['  flaky, red and green on the same files:', ...more(indented(flakeLines(card.flakes).slice(0, mostLines), '    '), flakeLines(card.flakes).length)]),
    ...(card.change === null ? [] : changeLines(card.change)),
    ...timeoutLines(card),
    ...answerLines(card, program),
  ];
}

const titles: Readonly<Record<Card['kind'], string>> = {
  ask: 'question', talk: 'dialogue', publish: 'publish', halt: 'halted', paused: 'paused', revert: 'red revert', publication: 'open publication',
};

function textLines(text: string, first = ''): readonly Line[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shown = lines.slice(0, mostLines).map((line, at): Line => [`  ${at === 0 ? first : ' '.repeat(first.length)}`, line]);
  return more(shown, lines.length);
}

function taskRows(tasks: readonly ShownTask[]): readonly (readonly Span[])[] {
  return tasks.map(({ task, kind, title, writes, needs }) => [
    task, kind, `writes ${writes.join(', ')}`, needs.length === 0 ? '' : `needs ${needs.join(', ')}`, title,
  ]);
}

function changeLines({ from, to, patch, files, why }: CardChange): readonly Line[] {
  const what = patch === null ? `commit ${short(to ?? '')}` : `patch ${short(patch)}`;
  if (files === null) return [[styled('bad', `  ${what} on ${short(from)}: ${why ?? ''}`)]];
  const total = (of: 'added' | 'removed'): number => files.reduce((sum, file) => sum + (file[of] ?? 0), 0);
  const rows = files.slice(0, mostLines).map((file): readonly Span[] => [
    file.path, linesOf(file), file.isRunElsewhere ? styled('bad', 'run elsewhere by whoever takes it in') : '',
  ]);
  return [
    `  ${what} on ${short(from)}: ${counted(files.length, 'file')}, +${total('added')} −${total('removed')}`,
    ...more(indented(columns(rows), '    '), files.length),
  ];
}

const linesOf = ({ added, removed }: ChangedFile): string => (added === null || removed === null ? 'no text' : `+${added} −${removed}`);

function timeoutLines({ timeoutAt, onTimeout }: Card): readonly Line[] {
  return timeoutAt === null ? [] : [`  without an answer by ${moment(timeoutAt)}: ${onTimeout === 'halt' ? 'it halts' : `goes on at ${onTimeout ?? 'halt'}`}`];
}

function answerLines({ run, id, words, shows, ways }: Card, program: string): readonly Line[] {
  if (shows === null) return ways.map((way): Line => [styled('dim', '  way on   '), wayOn(way, { run, program })]);
  const rows = words.map(({ word, to }): readonly Span[] => [styled('dim', 'answer'), `${program} answer ${run} ${id ?? ''} ${word} --shows ${shortest(shows)}`, styled('dim', `→ ${to}`)]);
  return indented(columns(rows), '  ');
}

/** `COMMAND, then COMMAND: why`, with the commands as this program takes them. */
export function wayOn(way: string, { run, program }: { readonly run: string; readonly program: string }): string {
  const at = way.indexOf(': ');
  const [commands, why] = at === -1 ? [way, ''] : [way.slice(0, at), way.slice(at)];
  return commands.split(', then ').map((one) => {
    const [, verb = '', rest = ''] = /^(retry|edit|drop|abort|raise|resume|cancel|close|revert)\b(.*)$/.exec(one) ?? [];
    if (verb === '') return one;
    const own = rest.startsWith(` ${run}`) ? rest : ` ${run}${rest}`;
    return `${program} ${verb === 'abort' ? 'cancel' : verb}${own}`;
  }).join(', then ') + why;
}

/** As long as it has to be for `--shows`, and easily told from others. */
const shortest = (shows: string): string => (shows.length > 12 ? shows.slice(0, 12) : shows);

function indented(lines: readonly Line[], by: string): readonly Line[] {
  return lines.map((line): Line => [by, ...(typeof line === 'string' ? [line] : line)]);
}

function more(shown: readonly Line[], all: number): readonly Line[] {
  const rest = all - shown.length;
  return rest <= 0 ? shown : [...shown, [styled('dim', `    … ${rest} more: --json has them all`)]];
}
