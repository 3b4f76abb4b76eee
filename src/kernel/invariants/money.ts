/** R2 and R4 as one state shows them: bills from scratch, and what was approved for publishing. */

import type { Amount } from '../ir.ts';
import type { View } from './view.ts';

export function moneyRules(view: View): void {
  const { state, found, leases } = view;
  const sums = { live: zero(), owed: zero(), spent: zero() };
  const live = new Set<string>();
  for (const [key, bill] of state.bills.entries()) {
    if (bill.status === 'live') live.add(key);
    if (bill.status === 'settled') add(sums.spent, bill.cost);
    else add(bill.status === 'live' ? sums.live : sums.owed, bill.allowance);
  }
  for (const name of ['live', 'owed', 'spent'] as const) {
    const [told, real] = [state.money[name], sums[name]];
    if (told.usdMicros !== real.usdMicros || told.tokens !== real.tokens) {
      found.add('R4', `${name} says ${told.usdMicros} and ${told.tokens}, and the bills ${real.usdMicros} and ${real.tokens}`);
    }
  }
  for (const { order, epoch } of leases) {
    const { allowance } = state.orders.get(order) ?? { allowance: zero() };
    const reserves = allowance.usdMicros > 0 || allowance.tokens > 0;
    const bill = state.bills.get(`${order}#${epoch}`);
    if (reserves && bill === undefined) found.add('R4', `${order} is leased, and nothing is reserved for it`);
    live.delete(`${order}#${epoch}`);
  }
  for (const key of live) found.add('R4', `${key} reserves money, and no lease is live`);
}

function zero(): { usdMicros: number; tokens: number } {
  return { usdMicros: 0, tokens: 0 };
}

function add(sum: { usdMicros: number; tokens: number }, more: Amount): void {
  sum.usdMicros += more.usdMicros;
  sum.tokens += more.tokens;
}

/** R2: what is to be published is what a person approved. */
export function publishRules({ state, visits, found }: View): void {
  for (const { id, intent, question } of visits) {
    if (intent === null) continue;
    const asked = question === null ? undefined : state.questions.get(question);
    const approved = asked?.status === 'answered' && asked.answer?.word === 'approved' && asked.answer.shows === intent;
    if (!approved || asked.kind !== 'publish') found.add('R2', `${id} publishes ${intent}, which nobody approved`);
  }
  for (const { id, commit } of state.run.publications) {
    const approved = [...state.questions.entries()].some(([, { visit, kind, answer }]) =>
      visit === id && kind === 'publish' && answer?.word === 'approved' && answer.shows === commit);
    if (!approved) found.add('R2', `${id} published ${commit}, which nobody approved`);
  }
}
