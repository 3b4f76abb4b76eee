/** Small things as scenarios print them: changes, evidence, lessons, texts on one line. */

import type { Change } from '../../kernel/facts.ts';
import type { OrderSpec } from '../../kernel/event.ts';
import type { TaskSpec } from '../../kernel/ir.ts';
import type { Evidence, Guidance } from '../../kernel/rows.ts';
import { showAmount } from './quantities.ts';

/** 64 hex digits are told apart by eight of them. */
export const short = (text: string): string => text.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{8,}\b/g, '$1…');

/** Said only when there is something to say. */
export const when = (isSo: boolean, text: string): string => (isSo ? text : '');

/** One line, whatever was said. */
export const flat = (text: string): string => short(text.replaceAll('\n', ' / '));

export const quoted = (text: string): string => `"${flat(text)}"`;

export function showList(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** `+` for a new file, `~` for a changed one, `-` for one that is gone. */
export function showChanges(changes: readonly Change[]): string {
  const shown = changes.map(({ path, from, to }) => `${to === null ? '-' : from === null ? '+' : '~'}${path}`);
  return shown.length === 0 ? 'nothing' : shown.join(' ');
}

/** `unit green`, or `unit red although exit 0`. */
export function showEvidence(evidence: readonly Evidence[]): string {
  return evidence.map(({ gate, outcome, exit }) => {
    const expected = exit === 0 ? 'green' : 'red';
    return `${gate} ${outcome}${when(outcome !== expected, ` although exit ${exit}`)}`;
  }).join(', ');
}

export function showGuidance(guidance: Guidance | null): string {
  return guidance === null || guidance.text === '' ? '' : ` ${quoted(guidance.text)}`;
}

export function showOrder({ order, agent, allowance }: OrderSpec): string {
  const money = allowance.usdMicros === 0 && allowance.tokens === 0 ? '' : ` up to ${showAmount(allowance)}`;
  return `${order}${agent === null ? '' : ` by ${agent}`}${money}`;
}

export function showTask(task: TaskSpec): string {
  const needs = task.needs.length === 0 ? '' : ` needs ${task.needs.join(',')}`;
  return `${task.id}${needs}`;
}
