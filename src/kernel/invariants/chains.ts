/** Chains hold exactly what the rows say, in one piece and in order. */

import type { Chains, PlainChain } from '../chain.ts';
import { isOver, stepAt, type View } from './view.ts';

type Links = Chains['root'];
type Expected = ReadonlyMap<string, number>;

export function chainRules(view: View): void {
  const { state, orders, units } = view;
  const of = (keep: (id: string) => boolean, ids: Iterable<string>): Expected => {
    const kept = new Map<string, number>();
    for (const id of ids) if (keep(id)) kept.set(id, 0);
    return kept;
  };
  const ready = orders.filter(({ status }) => status === 'ready');
  const inTasks = new Set(ready.filter((order) => order.inGrow).map(({ id }) => id));
  const withStatus = (status: string): string[] => units.filter((unit) => unit.status === status).map(({ id }) => id);
  const awake = withStatus('resuming').filter((id) => state.units.get(id)?.asleepOn === null);
  const all = (): boolean => true;
  plain(view, 'root', of((id) => !inTasks.has(id), ready.map(({ id }) => id)));
  plain(view, 'task', of(all, inTasks));
  plain(view, 'parked', of(all, orders.filter(({ status }) => status === 'parked').map(({ id }) => id)));
  if (!isOver(state)) {
    plain(view, 'fresh', of(all, withStatus('startable')));
    plain(view, 'resuming', of(all, awake));
    plain(view, 'queue', of(all, withStatus('queued')));
  }
  plain(view, 'deadlines', new Map(view.leases.map(({ order, deadline }) => [order, deadline])));
  timers(view);
  sleepers(view);
}

function plain(view: View, name: PlainChain, expected: Expected): void {
  const items = walk(view, name, view.state.chains[name]);
  for (const item of items) {
    if (!expected.has(item)) view.found.add('index', `${item} is in ${name}, and should not be`);
  }
  if (items.length < expected.size) {
    const missing = [...expected.keys()].filter((item) => !items.includes(item));
    view.found.add('index', `${missing.join(', ')} should be in ${name}`);
  }
  for (const [item, rank] of expected) {
    const link = view.state.chains[name].get(item);
    if (link !== undefined && link.rank !== rank) view.found.add('index', `${item} ranks ${link.rank} in ${name}, not ${rank}`);
  }
}

/** The items from first to last; whatever is torn is told. */
function walk({ state, found }: View, name: string, links: Links): string[] {
  const ends = state.chains.ends.get(name);
  const items: string[] = [];
  let before: string | null = null;
  let rank = -Infinity;
  for (let item = ends?.first ?? null; item !== null && items.length <= 100_000;) {
    const link: ReturnType<Links['get']> = links.get(item);
    if (link === undefined || link.before !== before || link.rank < rank) {
      found.add('index', `${name} is torn at ${item}`);
      return items;
    }
    items.push(item);
    [before, rank] = [item, link.rank];
    item = link.after;
  }
  if (ends !== undefined && (ends.last !== before || ends.length !== items.length)) found.add('index', `${name} has wrong ends`);
  return items;
}

/** Orders that rest, steps that wait, and questions that run out. */
function timers(view: View): void {
  const { state, found, visits, orders } = view;
  const items = new Set(walk(view, 'timers', state.chains.timers));
  const expected = new Set<string>();
  for (const { id, status, notBefore } of orders) {
    if (status !== 'resting') continue;
    expected.add(`order ${id}`);
    const link = state.chains.timers.get(`order ${id}`);
    if (link !== undefined && link.rank !== notBefore) found.add('index', `${id} wakes at ${link.rank}, not ${notBefore}`);
  }
  for (const visit of visits) {
    const step = stepAt(view, visit);
    const question = visit.question === null ? undefined : state.questions.get(visit.question);
    const asked = question?.status === 'open' || question?.status === 'agent';
    const runsOut = asked && question.kind !== 'publish' && step?.timeoutMs !== undefined;
    if (runsOut || (step?.kind === 'wait' && step.command === undefined)) expected.add(`visit ${visit.id}`);
  }
  for (const item of items) if (!expected.has(item)) found.add('index', `a timer of ${item} is left over`);
  for (const item of expected) if (!items.has(item)) found.add('T4', `${item} waits for a timer that is not there`);
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
    const items = walk(view, `asleep ${place}`, state.chains.asleep);
    const right = items.every((id) => state.units.get(id)?.asleepOn === place);
    if (items.length !== count || !right) found.add('index', `${count} sleep at ${place}, and its chain has ${items.join(', ')}`);
  }
}
