/** Events in readable words, by the glossary: for transcripts, lists and pages alike. */

import type { Event, EventOf, EventType } from '../../kernel/event.ts';
import type { Style } from './line.ts';
import { growTellers, landingTellers } from './tell-graph.ts';
import { peopleTellers, runTellers } from './tell-run.ts';
import { frameTellers, leaseTellers, lineTellers } from './tell-work.ts';
import type { Tellers, Told } from './told.ts';

/** Does not compile while a type of event has no words. */
const tellers: Tellers<Event> = {
  ...runTellers, ...frameTellers, ...lineTellers, ...leaseTellers,
  ...peopleTellers, ...growTellers, ...landingTellers,
};

/** One sentence, reasons and all. */
export function describeEvent(event: Event): string {
  const { what, why } = tellEvent(event);
  return why.length === 0 ? what : `${what}: ${why.join('\n').replaceAll('\n', '; ')}`;
}

export function tellEvent<T extends EventType>(event: EventOf<T>): Told {
  // The table is keyed by the event's own type, which the compiler cannot follow through a union.
  const tell = tellers[event.type] as (event: EventOf<T>) => string | Told;
  const told = tell(event);
  return typeof told === 'string' ? { what: told, why: [] } : told;
}

/** Whether it is news for somebody who watches a run, rather than the brain's bookkeeping. */
export function isNews(event: Event): boolean {
  switch (event.type) {
    case 'LeaseEnded':
      return event.how !== 'reported' && event.how !== 'voided';
    case 'LeaseGranted':
      // An agent's lease reserves something; the members of a panel are many.
      return event.allowance.tokens > 0 && !event.order.endsWith(']');
    case 'FrameHalted':
      // The run's own halt is told with its culprits.
      return event.frame !== '@';
    case 'VisitEnded':
      return event.outcome !== 'landed' || event.to !== 'end';
    case 'LeaseRenewed': case 'BillSettled': case 'SessionKept': case 'EvidenceTaken': case 'PatchTaken':
    case 'FrameOpened': case 'FrameEnded': case 'FrameClosed': case 'LineRebased': case 'TimerFired':
    case 'GrowOpened': case 'BaseGateOrdered': case 'Grown': case 'UnitSlept': case 'UnitQueued': case 'PublishIntended':
    case 'ProbeVoided': case 'WorkKept': case 'OrderDropped': case 'Replied': case 'Granted':
      return false;
    case 'VisitOpened':
      return event.attempt > 1 && event.orders.length === 1 && event.orders[0]?.agent !== null;
    default:
      return true;
  }
}

/** How it is coloured: red for what went wrong, green for what was reached, yellow for a person's. */
export function styleOf(event: Event): Style | null {
  switch (event.type) {
    case 'RunHalted': case 'FrameHalted': case 'UnitHalted': case 'StepLimited': case 'Ejected': case 'PatchRefused':
    case 'TipForeign': case 'RunAborted': case 'UnitDropped': case 'LeaseEnded':
      return 'bad';
    case 'VisitEnded':
      return badOutcomes.has(event.outcome) ? 'bad' : null;
    case 'ProbeJudged': case 'BaseJudged':
      return event.outcome === 'red' ? 'bad' : null;
    case 'Landed': case 'LandedEmpty': case 'Published': case 'RunCompleted':
      return 'good';
    case 'QuestionAsked': case 'QuestionAnswered': case 'QuestionChanged': case 'Spoken':
      return 'person';
    default:
      return null;
  }
}

const badOutcomes: ReadonlySet<string> = new Set([
  'fail', 'red', 'refused', 'limit', 'budget', 'timeout', 'fault', 'conflict', 'stalled', 'base-red', 'split',
]);
