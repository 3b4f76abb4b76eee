/** A hand's report: is it live (L1–L3, L6), and what do its facts mean for the order? */

import { longestRestMs, mostGivenBack } from '../caps.ts';
import type { CommandOf } from '../command.ts';
import type { GatesFact, MeasuredFact, PatchFact, ReportResult } from '../facts.ts';
import { quotedPath } from '../phrase.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { LeaseEnd } from '../event.ts';
import type { Order } from '../rows.ts';
import { restUntil } from './budget.ts';
import { memberOf } from '../session.ts';
import { isUnheard } from '../spoken.ts';
import { settle } from './settle.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { baseGates, lineGates, measured, prefixGates } from './judge.ts';
import { beginGrow } from './grow.ts';
import { landingFaulted } from './landing.ts';
import { branchOf, placeOf } from './look.ts';
import { memberReplied, panelAt } from './panel.ts';
import { interrupted } from './speak.ts';
import { ended, stopped } from './work.ts';

export function report(draft: Draft, command: CommandOf<'report'>): Refusal | null {
  const { order: id, epoch, hand, result, kept = [] } = command;
  const order = draft.state.orders.get(id);
  if (order === undefined) return refuse('unknown-order', `there is no order ${id}`, 'L6');
  if (epoch < 1 || epoch > order.epoch) return refuse('never-granted', `${id} was never leased at epoch ${epoch}`, 'L2');
  if (order.reported === epoch || isGivenBack(order, epoch, result)) return null;
  const lease = draft.state.leases.get(id);
  if (lease === undefined || lease.epoch !== epoch) return stale(draft, order, command);
  if (lease.hand !== hand) return notYours(command);
  if (kept.length > 0) emit(draft, { type: 'WorkKept', order: id, epoch, kept });
  accept(draft, order, result);
  settle(draft);
  return null;
}

/** L6: it was given back, and is so once more. Whatever else is said of that epoch comes late. */
function isGivenBack({ givenBack }: Order, epoch: number, { type }: ReportResult): boolean {
  return type === 'given-back' && givenBack?.epoch === epoch;
}

/** L2: what comes late changes nothing, and is audited once per order and epoch. */
export function stale(draft: Draft, order: Order, late: Late): Refusal | null {
  const { epoch, hand } = late;
  if (order.audited.includes(epoch)) {
    return refuse('stale', `${order.id} was leased again or ended since epoch ${epoch}; ask for other work`, 'L2');
  }
  emit(draft, { type: 'ReportStale', order: order.id, epoch, hand });
  return null;
}

interface Late {
  readonly order: string;
  readonly epoch: number;
  readonly hand: string;
}

/** L1: the epoch is live, and another hand's. Nothing is late, so nothing is audited. */
export function notYours({ order, epoch, hand }: Late): Refusal {
  return refuse('not-yours', `epoch ${epoch} of ${order} is not leased by ${hand}`, 'L1', 'L2');
}

function accept(draft: Draft, order: Order, result: ReportResult): void {
  const why = result.type === 'ended' || result.type === 'stopped' ? unreadablePatch(draft, order, result.patch) : null;
  if (why !== null) return faulted(draft, order, { how: 'fault', why });
  if (result.type === 'ended' || result.type === 'stopped') keepSession(draft, order, result.session);
  if ((result.type === 'ended' || result.type === 'stopped') && isUnheard(order)) return interrupted(draft, order, result);
  switch (result.type) {
    case 'ended':
      return isWork(order) ? ended(draft, order, result) : faulted(draft, order, misfit);
    case 'stopped':
      return isWork(order) ? stopped(draft, order, result) : faulted(draft, order, misfit);
    case 'gates': case 'measured':
      return judge(draft, order, result);
    case 'published':
      return order.kind === 'publish' ? published(draft, order, result) : faulted(draft, order, misfit);
    case 'timeout': case 'budget':
      return cut(draft, order, result.type);
    case 'fault':
      return faulted(draft, order, { how: 'fault', why: result.text });
    case 'rate-limit':
      return rateLimited(draft, order, result.until);
    case 'given-back':
      return givenBack(draft, order, result.text);
  }
}

/** T7: what a session is to be gone on with by is where it was, and by whom. */
function keepSession(draft: Draft, order: Order, session: string | undefined): void {
  if (session === undefined || (order.kind !== 'agent' && order.kind !== 'talk') || order.visit === null) return;
  const { line, frame, step } = placeOf(draft, order.visit);
  emit(draft, { type: 'SessionKept', line: line.id, workflow: frame.workflow, step: step.name, member: memberOf(order), order: order.id, session });
}

/** A patch is a set of paths: what names one twice has two answers to what is there (E2). It is kept apart (B4). */
function unreadablePatch(draft: Draft, order: Order, fact: PatchFact | undefined): string | null {
  const seen = new Set<string>();
  const twice = fact?.changes.find(({ path }) => seen.size === seen.add(path).size);
  if (fact === undefined || twice === undefined) return null;
  const why = `E2: the patch names ${quotedPath(twice.path)} twice`;
  const line = order.visit === null ? null : placeOf(draft, order.visit).line;
  if (line !== null && line.patch !== fact.patch) emit(draft, { type: 'PatchRefused', line: line.id, patch: fact.patch, why: [why] });
  return why;
}

const isWork = ({ kind }: Order): boolean => kind === 'run' || kind === 'agent' || kind === 'talk' || kind === 'poll';

/** A report that cannot be read, or speaks of something else, is no evidence (E1): the order is performed again. */
function judge(draft: Draft, order: Order, fact: GatesFact | MeasuredFact): void {
  const why = whyNoEvidence(draft, order, fact);
  if (why !== null) faulted(draft, order, { how: 'fault', why });
}

const gatesOf = { gate: lineGates, probe: prefixGates, base: baseGates };

function whyNoEvidence(draft: Draft, order: Order, fact: GatesFact | MeasuredFact): string | null {
  const { kind } = order;
  if (fact.type === 'measured') return kind === 'measure' ? measured(draft, order, fact) : misfit.why;
  return kind === 'gate' || kind === 'probe' || kind === 'base' ? gatesOf[kind](draft, order, fact) : misfit.why;
}

/** `again`: when the order may be leased anew; it is ended otherwise. */
function endLease(draft: Draft, order: Order, end: { how: LeaseEnd; why?: string; again?: number }): void {
  const { how, why, again = null } = end;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how, again, ...(why === undefined ? {} : { why }) });
}

/** Nobody's failure but the machinery's, and what is known of it. */
interface Fault {
  readonly how: 'fault' | 'lapsed' | 'rate-limit';
  readonly why: string;
}

/** A report of the wrong kind, or about something else than was asked. */
const misfit: Fault = { how: 'fault', why: 'the report does not fit the order' };

/** T3: infrastructure faults are retried with backoff, counted apart from attempts. */
export function faulted(draft: Draft, order: Order, fault: Fault): void {
  const { limits } = draft.plan.ir;
  if (order.faults >= limits.retries) return exhausted(draft, order, fault);
  const wait = Math.min(limits.backoffMs * 2 ** Math.min(order.faults, 30), limits.backoffMaxMs);
  endLease(draft, order, { ...fault, again: draft.at + wait });
}

/**
 * T3: whoever performed it was stopped. That is nobody's failure and no retry, so that the order is ready at once; how often
 * it may be so has a cap of its own, beyond which it is a fault like any other (R6).
 */
function givenBack(draft: Draft, order: Order, why: string): void {
  const { times } = order.givenBack ?? { times: 0 };
  if (times >= mostGivenBack) return faulted(draft, order, { how: 'fault', why: `it was given back ${times} times: ${why}` });
  endLease(draft, order, { how: 'given-back', why, again: draft.at });
}

/** A rate limit pauses the order until the provider says, within reason; it is nobody's failure (T3). */
function rateLimited(draft: Draft, order: Order, until: number): void {
  const { rateLimits, backoffMs } = draft.plan.ir.limits;
  const why = 'the provider limits the rate again and again';
  if (order.rateLimits >= rateLimits) return exhausted(draft, order, { how: 'rate-limit', why });
  const rest = Number.isSafeInteger(until) ? until - draft.at : 0;
  const least = Math.min(Math.max(backoffMs, 1), longestRestMs);
  const again = restUntil(draft, { until: draft.at + Math.min(Math.max(rest, least), longestRestMs), least });
  endLease(draft, order, { how: 'rate-limit', again });
}

function exhausted(draft: Draft, order: Order, fault: Fault): void {
  endLease(draft, order, fault);
  if (order.visit !== null) {
    const tries = order.faults + order.rateLimits + 1;
    lost(draft, { order, visit: order.visit }, { word: 'fault', text: `${order.id} was given up after ${tries} tries: ${fault.why}` });
  } else if (order.kind === 'probe') {
    landingFaulted(draft, order.id, fault.why);
  } else {
    // E1: a gate that cannot be run is not green; until a person asks again, the base counts as red.
    emit(draft, { type: 'BaseJudged', order: order.id, tip: draft.state.landing.tip, outcome: 'red', evidence: [], tests: null });
    if (draft.state.run.growing !== null) beginGrow(draft, draft.state.run.growing);
    draft.todo.push({ do: 'landing' });
  }
}

/** The order's own time or money ran out. A gate of the landing is done again instead (E1). */
function cut(draft: Draft, order: Order, word: 'timeout' | 'budget'): void {
  if (order.visit === null) return faulted(draft, order, misfit);
  endLease(draft, order, { how: word });
  const { step } = placeOf(draft, order.visit);
  const clock = step.timeoutMs === undefined ? 'the wall clock' : `the wall clock of ${step.timeoutMs} ms`;
  const what = word === 'timeout' ? clock : 'the allowance';
  const advice = step.kind === 'agent' ? '; do less at a time, or hand over sooner' : '';
  lost(draft, { order, visit: order.visit }, { word, text: `${what} ran out for ${order.id}${advice}` });
}

/**
 * What ended an order ends its step, or is the reply of one member of a panel. The words name the
 * visit: what befell another is news, so that T7 does not count it as the same attempt again.
 */
function lost(draft: Draft, of: { order: Order; visit: string }, found: { word: string; text: string }): void {
  const place = placeOf(draft, of.visit);
  const panel = panelAt(place);
  const { word, text } = found;
  if (panel !== null) return memberReplied(draft, panel, { order: of.order, word: 'fail', text });
  draft.todo.push({ do: 'outcome', visit: of.visit, word, guidance: guidance(place.step.name, word, { text }) });
}

/** R2: only the very commit that a person approved counts as published. */
function published(draft: Draft, order: Order, fact: Extract<ReportResult, { readonly type: 'published' }>): void {
  endLease(draft, order, { how: 'reported' });
  if (order.visit === null) return;
  const { visit, step } = placeOf(draft, order.visit);
  if (step.kind !== 'publish') return;
  if (fact.ok && fact.commit === visit.intent) {
    emit(draft, {
      type: 'Published', publication: visit.id, remote: step.remote, branch: branchOf(draft.state, step), commit: fact.commit,
    });
    draft.todo.push({ do: 'outcome', visit: visit.id, word: 'published' });
    return;
  }
  const text = fact.ok ? `${fact.commit} was published in place of ${visit.intent ?? 'nothing'}` : fact.text ?? 'publishing failed';
  draft.todo.push({ do: 'outcome', visit: visit.id, word: 'fail', guidance: guidance(step.name, 'fail', { text }) });
}
