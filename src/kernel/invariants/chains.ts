/** Chains hold exactly what the rows say, in one piece and in order. */

import type { Chains, PlainChain, RankedChain } from '../chain.ts';
import { isRankedSound, rankedHas, rankedItems, rankOf } from '../ranked.ts';
import { isOver, stepAt, type View } from './view.ts';

type Links = Chains['root'];
type Expected = ReadonlySet<string>;
/** Item → its rank; `null`: whatever it is. */
type Ranks = ReadonlyMap<string, number | null>;

export function chainRules(view: View): void {
  const { state, orders, units } = view;
  const of = (keep: (id: string) => boolean, ids: Iterable<string>): Expected => {
    const kept = new Set<string>();
    for (const id of ids) if (keep(id)) kept.add(id);
    return kept;
  };
  const ready = orders.filter(({ status }) => status === 'ready');
  const inTasks = new Set(ready.filter((order) => order.inGrow).map(({ id }) => id));
  const withStatus = (status: string): string[] => units.filter((unit) => unit.status === status).map(({ id }) => id);
  const awake = withStatus('resuming').filter((id) => state.units.get(id)?.asleepOn === null);
  const all = (): boolean => true;
  plain(view, 'root', of((id) => !inTasks.has(id), ready.map(({ id }) => id)));
  plain(view, 'task', of(all, inTasks));
  const parked = orders.filter(({ status }) => status === 'parked');
  byRank(view, 'parked', new Map(parked.map(({ id, place }) => [id, place ?? 0])));
  if (!isOver(state)) {
    plain(view, 'fresh', of(all, withStatus('startable')));
    plain(view, 'resuming', of(all, awake));
    plain(view, 'queue', of(all, withStatus('queued')));
  }
  byRank(view, 'deadlines', new Map(view.leases.map(({ order, deadline }) => [order, deadline])));
  timers(view);
  sleepers(view);
}

function plain(view: View, name: PlainChain, expected: Expected): void {
  const items = walk(view, name, view.state.chains[name]);
  for (const item of items) {
    if (!expected.has(item)) view.found.add('index', `${item} is in ${name}, and should not be`);
  }
  if (items.length < expected.size) {
    const missing = [...expected].filter((item) => !items.includes(item));
    view.found.add('index', `${missing.join(', ')} should be in ${name}`);
  }
}

/** What comes by rank holds each item once, nobody before whom it ranks behind. */
function byRank({ state, found }: View, name: RankedChain, expected: Ranks): void {
  const ranked = state.chains[name];
  if (!isRankedSound(ranked)) found.add('index', `${name} is torn`);
  for (const item of rankedItems(ranked)) {
    if (!expected.has(item)) found.add('index', `${item} is in ${name}, and should not be`);
  }
  for (const [item, rank] of expected) {
    const own = rankOf(ranked, item);
    if (own === null) found.add(name === 'timers' ? 'T4' : 'index', `${item} should be in ${name}`);
    else if (rank !== null && own !== rank) found.add('index', `${item} ranks ${own} in ${name}, not ${rank}`);
  }
}

/** The items from first to last; whatever is torn is told. */
function walk({ state, found }: View, name: string, links: Links): string[] {
  const ends = state.chains.ends.get(name);
  const items: string[] = [];
  let before: string | null = null;
  for (let item = ends?.first ?? null; item !== null && items.length <= 100_000;) {
    const link: ReturnType<Links['get']> = links.get(item);
    if (link === undefined || link.before !== before) {
      found.add('index', `${name} is torn at ${item}`);
      return items;
    }
    items.push(item);
    before = item;
    item = link.after;
  }
  if (ends !== undefined && (ends.last !== before || ends.length !== items.length)) found.add('index', `${name} has wrong ends`);
  return items;
}

/** Orders that rest, steps that wait, questions that run out, and bills that are waited for. */
function timers(view: View): void {
  const { state, visits, orders } = view;
  const expected = new Map<string, number | null>();
  for (const { id, status, notBefore } of orders) if (status === 'resting') expected.set(`order ${id}`, notBefore);
  for (const visit of visits) {
    const step = stepAt(view, visit);
    const question = visit.question === null ? undefined : state.questions.get(visit.question);
    const asked = question?.status === 'open' || question?.status === 'agent';
    const runsOut = asked && question.kind !== 'publish' && step?.timeoutMs !== undefined;
    if (runsOut || (step?.kind === 'wait' && step.command === undefined)) expected.set(`visit ${visit.id}`, null);
  }
  // One for all that wait for bills, as long as anybody waits for money (R4).
  const waits = orders.some(({ status }) => status === 'parked');
  if (waits && rankedHas(state.chains.timers, 'bills')) expected.set('bills', null);
  byRank(view, 'timers', expected);
}

function sleepers(view: View): void {
  const { state, found, units } = view;
  const places = new Map<string, number>();
  for (const unit of units) {
    const asleep = unit.status === 'asleep' || (unit.status === 'resuming' && unit.asleepOn !== null);
    if (asleep !== (unit.asleepOn !== null)) found.add('index', `${unit.id} is ${unit.status} at ${unit.asleepOn ?? 'no place'}`);
    if (unit.asleepOn !== null) places.set(unit.asleepOn, (places.get(unit.asleepOn) ?? 0) + 1);
  }
  for (const [place, count] of places) {
    const items = [`resuming ${place}`, `asleep ${place}`].flatMap((name) => walk(view, name, state.chains.asleep));
    const right = items.every((id) => state.units.get(id)?.asleepOn === place);
    if (items.length !== count || !right) found.add('index', `${count} sleep at ${place}, and its chain has ${items.join(', ')}`);
  }
}
