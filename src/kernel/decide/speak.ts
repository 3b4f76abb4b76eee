/** What a person says to a leaf at work: recorded at once, and heard before its work counts as ended (T3, T4, R2, R6). */

import { maxSpokenLength } from '../caps.ts';
import type { CommandOf } from '../command.ts';
import type { EndedFact, ReportResult } from '../facts.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Order } from '../rows.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { placeOf } from './look.ts';
import { keepSoFar } from './work.ts';

export function speak(draft: Draft, command: CommandOf<'speak'>): Refusal | null {
  const { order: id, person, text } = command;
  const order = draft.state.orders.get(id);
  if (order === undefined) return refuse('unknown-order', `there is no order ${id}`);
  const refusal = cannotHear(draft, order, text);
  if (refusal !== null) return refusal;
  const { line } = placeOf(draft, order.visit ?? '');
  const said = guidance(person, 'said', { text, signature: `${command.id} ${text}` });
  emit(draft, { type: 'Spoken', order: id, epoch: order.epoch, line: line.id, person, guidance: said });
  return null;
}

function cannotHear({ plan }: Draft, { id, kind, status, spoken }: Order, text: string): Refusal | null {
  if (kind !== 'agent' && kind !== 'talk') return refuse('no-leaf', `no agent is at work on ${id}: it is a ${kind}`);
  if (status !== 'leased') return refuse('not-at-work', `nobody is at work on ${id}: it is ${status}; grant or retry say what the next attempt should know`);
  if (text.trim() === '' || text.length > maxSpokenLength) return refuse('bad-words', `what is said to a leaf has 1 to ${maxSpokenLength} characters`);
  const most = plan.ir.limits.turns;
  if ((spoken?.words ?? []).length >= most) return refuse('turns', `${id} was spoken to ${most} times, which is as often as this run allows`, 'R6');
  return null;
}

/**
 * Whoever was spoken to meanwhile goes on with the words, whatever it ended with: what it wrote is the line's if it may
 * be, and its own last words are what is left for the session that goes on. Nobody's failure, and counted apart (T3).
 */
export function interrupted(draft: Draft, order: Order, fact: EndedFact | Extract<ReportResult, { readonly type: 'stopped' }>): void {
  const place = placeOf(draft, order.visit ?? '');
  const { isKept, why } = keepSoFar(draft, place, { patch: fact.patch, by: order.agent ?? place.step.name });
  const untaken = fact.type === 'ended' ? fact.untaken ?? [] : [];
  const note = [lastWords(fact), ...[why, ...untaken].flatMap((one) => (one === null ? [] : [`What was written could not be kept: ${one}`]))].filter((one) => one !== '');
  emit(draft, {
    type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'spoken-to', again: draft.at,
    ...(note.length === 0 ? {} : { note: note.join('\n') }), ...(isKept ? { kept: true } : {}),
  });
}

function lastWords(fact: EndedFact | Extract<ReportResult, { readonly type: 'stopped' }>): string {
  if (fact.type === 'stopped') return fact.text ?? '';
  return `It ended ${fact.word}, which was not taken, since a person had spoken: ${fact.text ?? 'it said no more'}`;
}
