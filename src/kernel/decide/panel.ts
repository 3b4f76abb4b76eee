/**
 * Approvals by agents, and panels: each member replies once, and the panel ends by its own rule
 * when all have (E5, E6). A member that was lost to time, money or the machinery has failed; it
 * does not end the others' work (T3).
 */

import type { AgentStep } from '../ir.ts';
import type { Order, Reply } from '../rows.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { type Place, visitRow } from './look.ts';

export type PanelPlace = Place & { readonly step: AgentStep };

/** The place, if a panel is there. */
export function panelAt(place: Place): PanelPlace | null {
  const { step } = place;
  return step.kind === 'agent' && step.panel === true ? { ...place, step } : null;
}

/** One member of a panel has answered, or is lost; the last one makes the outcome. */
export function memberReplied(draft: Draft, place: PanelPlace, said: { order: Order; word: string; text: string }): void {
  const { step, visit } = place;
  const { order, word, text } = said;
  emit(draft, { type: 'Replied', visit: visit.id, order: order.id, agent: order.agent ?? step.name, word, text });
  const { open, replies } = visitRow(draft.state, visit.id);
  if (open.length > 0) return;
  const outcome = panelWord(replies);
  approve(draft, place, { word: outcome, by: replies.map((item) => item.agent) });
  const all = replies.map((item) => `${item.agent}: ${item.word}: ${item.text}`).join('\n');
  draft.todo.push({
    do: 'outcome', visit: visit.id, word: outcome, said: replies.some((item) => item.text !== '') ? all : '',
    ...(isPraise(place, outcome) ? {} : { guidance: guidance(step.name, outcome, { text: all }) }),
  });
}

function panelWord(replies: readonly Reply[]): string {
  const words = new Set(replies.map((item) => item.word));
  if (words.has('fail')) return 'fail';
  return words.size === 1 ? replies[0]?.word ?? 'fail' : 'split';
}

/** A word that leaves nothing to be said. */
export function isPraise({ step }: Place, word: string): boolean {
  return word === 'ok' || (step.kind === 'agent' && word === step.approves);
}

/** An approval binds to the patch that was shown, by somebody who has not written it (E5, E6). */
export function approve(draft: Draft, { step, line, frame }: Place, given: { word: string; by: readonly string[] }): void {
  if (step.kind !== 'agent' || step.approves !== given.word || line.patch === null) return;
  if (given.by.some((name) => line.authors.includes(name))) return;
  const approval = { workflow: frame.workflow, step: step.name, patch: line.patch, by: given.by };
  emit(draft, { type: 'ApprovalGiven', line: line.id, approval });
}
