/**
 * Every way through a workflow: from each place with a choice, along every word that can be caused
 * there. Places that can only go on alike are one. Bounded by counted places, and says so.
 */

import type { Ir } from '../../kernel/ir.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { cloneState, type State } from '../../kernel/state.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import type { Event } from '../../kernel/event.ts';
import { type Ending, nextMove, type Occasion } from './next-move.ts';
import { type Intent, type Place, type Rehearsing, well } from './place.ts';
import { placeKey } from './place-key.ts';
import { isQuestion } from './possible-words.ts';
import { begin, evolved, inputsOf, tell } from './walk.ts';

export interface PathsOptions extends Rehearsing {
  /** Places after which it leaves off. */
  readonly most: number;
  /** Whether the choice is followed along every word; otherwise it goes well. */
  readonly isFollowed: (occasion: Occasion) => boolean;
  /** Times that each question is answered on a line. */
  readonly answers: number;
  /** Whether the orders of a task's frames are counted, or with `null` those of the root's. */
  readonly isCounted: (task: string | null) => boolean;
  readonly onEvents: (events: readonly Event[], state: State) => void;
}

/** One word chosen at a place: the agents' orders on the way to the next choice, and where that is. */
export interface Edge {
  /** `null`: an end. */
  readonly to: number | null;
  readonly orders: ReadonlyMap<string, number>;
}

export interface Paths {
  /** By place; the first is where it starts. */
  readonly edges: readonly (readonly Edge[])[];
  readonly endings: ReadonlySet<Ending['kind']>;
  /** Every place was seen. */
  readonly isWhole: boolean;
}

interface Exploring {
  readonly options: PathsOptions;
  readonly places: Map<string, number>;
  readonly queue: (Reached | null)[];
  readonly edges: Edge[][];
  readonly endings: Set<Ending['kind']>;
}

interface Reached {
  readonly place: Place;
  readonly occasion: Occasion;
}

export function explorePaths(ir: Ir, options: PathsOptions): Paths {
  const begun = begin(ir, inputsOf(ir));
  if (isRefusal(begun)) throw new Error(`Cannot rehearse it: ${begun.message}`);
  options.onEvents(begun.events, begun.state);
  const exploring: Exploring = { options, places: new Map(), queue: [], edges: [], endings: new Set() };
  const first = arrive(exploring, goOn(exploring, { state: begun.state, intents: new Map() }));
  let at = 0;
  for (; at < exploring.queue.length && exploring.queue.length <= options.most; at += 1) {
    const reached = exploring.queue[at];
    if (reached !== null && reached !== undefined) exploring.edges[at]?.push(...follow(exploring, reached));
    exploring.queue[at] = null;
  }
  const edges = exploring.edges.length === 0 ? [[first]] : [[first], ...exploring.edges];
  return { edges: edges.map((list) => list.map((edge) => shifted(edge))), endings: exploring.endings, isWhole: at >= exploring.queue.length };
}

/** The start is a place of its own before all others. */
const shifted = (edge: Edge): Edge => ({ ...edge, to: edge.to === null ? null : edge.to + 1 });

function follow(exploring: Exploring, { place, occasion }: Reached): readonly Edge[] {
  return intentsAt(exploring, occasion).map((intent) => {
    const intents = new Map(place.intents).set(occasion.visit.id, intent);
    return arrive(exploring, goOn(exploring, { state: cloneState(place.state), intents }));
  });
}

interface Gone {
  readonly place: Place;
  readonly next: Occasion | Ending;
  readonly orders: ReadonlyMap<string, number>;
}

const mostMoves = 100_000;

/** Goes on to the next choice that is followed, or to an end. */
function goOn({ options }: Exploring, place: Place): Gone {
  const orders = new Map<string, number>();
  const intents = new Map(place.intents);
  let { state } = place;
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const move = nextMove({ state, intents }, options);
    if (move.do === 'over') return { place: { state, intents }, next: move.ending, orders };
    if (move.do === 'choose') {
      const { occasion } = move;
      if (options.isFollowed(occasion)) return { place: { state, intents }, next: occasion, orders };
      intents.set(occasion.visit.id, isSilent(occasion, options.answers) ? { word: 'waits' } : well);
      continue;
    }
    const events = move.events ?? tell(state, move.command);
    state = evolved(state, events);
    options.onEvents(events, state);
    for (const event of events) {
      const agent = event.type === 'LeaseGranted' ? agentOf(state, event.order, options) : null;
      if (agent !== null) orders.set(agent, (orders.get(agent) ?? 0) + 1);
      if (event.type === 'VisitEnded') intents.delete(event.visit);
    }
  }
  return { place: { state, intents }, next: { kind: 'stuck', at: '' }, orders };
}

function agentOf(state: State, id: string, { isCounted }: PathsOptions): string | null {
  const order = state.orders.get(id);
  const frame = state.frames.get(state.visits.get(order?.visit ?? '')?.frame ?? '');
  return order === undefined || !isCounted(frame?.task ?? null) ? null : order.agent;
}

function arrive(exploring: Exploring, { place, next, orders }: Gone): Edge {
  if ('kind' in next) {
    exploring.endings.add(next.kind);
    return { to: null, orders };
  }
  const key = placeKey(place, exploring.options);
  const known = exploring.places.get(key);
  if (known !== undefined) return { to: known, orders };
  const to = exploring.queue.length;
  exploring.places.set(key, to);
  exploring.queue.push({ place, occasion: next });
  exploring.edges.push([]);
  return { to, orders };
}

/** Every word that can be caused; what any order may meet only where the workflow says what then. */
function intentsAt({ options }: Exploring, occasion: Occasion): readonly Intent[] {
  const { step } = occasion;
  if (isSilent(occasion, options.answers)) return [{ word: 'waits' }];
  const words = occasion.options.filter((word) => !onlyIfWired.includes(word) || step.wires.some(({ on }) => on === word));
  const intents: Intent[] = words.map((word) => ({ word }));
  if (words.length === 0) intents.push(well);
  return isInTheWay(occasion, options) ? [...intents, { word: words[0] ?? '', isStale: true }] : intents;
}

const onlyIfWired: readonly string[] = ['timeout', 'budget', 'fault'];

function isSilent({ step, frame, line }: Occasion, answers: number): boolean {
  return isQuestion(step) && tallyOf(line, frame.workflow, step.name).visits > answers;
}

/** Whether what is written now could be in conflict with what has landed. */
function isInTheWay({ step, visit, state }: Occasion, { standIn }: PathsOptions): boolean {
  const order = visit.open[0];
  if (order === undefined || (step.kind !== 'agent' && step.kind !== 'run') || step.writes === undefined) return false;
  const result = standIn(state, order, {});
  return result.type === 'ended' && result.patch?.changes.some(({ path }) => state.files.has(path)) === true;
}
