/**
 * The ways of a workflow, as far as they were asked for: each is learnt once, from the real brain,
 * and holds wherever the counts that it compared are within the same bounds.
 */

import type { Ir } from '../../kernel/ir.ts';
import { indexPlan } from '../../kernel/plan.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { initialState, type State } from '../../kernel/state.ts';
import { type CountName, countName, type Counting, countedLines, countsOf, stepName } from './counts.ts';
import { Learning, within } from './learning.ts';
import { type Following, type Gone, goOn, intentsAt } from './next-choice.ts';
import { type Intent, isSameIntent } from './place.ts';
import { placeKey } from './place-key.ts';
import { isQuestion, possibleWords } from './possible-words.ts';
import { withCounts } from './with-counts.ts';
import { begin, inputsOf } from './walk.ts';
import { type Counts, holds, isAgain, isMet, kindOf, lineOf, type Menu, type Read, type Spot, type Way } from './ways.ts';

/** A way could not be told by what the brain was seen to compare. */
export class CannotTell extends Error {}

/** More had to be asked of the brain than may be. */
export class TooMuch extends Error {}

export class WayBook {
  readonly #following: Following;
  readonly #counting: Counting;
  readonly #spots = new Map<string, Spot>();
  /** Failures and lessons that were met. */
  readonly #met = new Set<CountName>();
  readonly #most: number;
  /** Times that the brain was asked. */
  asked = 0;
  /** How it begins; and the counts there. */
  readonly first: Way;
  readonly counts: Counts;

  constructor(ir: Ir, following: Following, most: number) {
    this.#following = following;
    this.#most = most;
    const begun = begin(ir, inputsOf(ir));
    if (isRefusal(begun)) throw new Error(`Cannot rehearse it: ${begun.message}`);
    this.#counting = { plan: indexPlan(ir), answers: following.answers, lessons: new Map(), counted: following.counted };
    const learning = new Learning(initialState(), this.#counting);
    learning.hear(begun.events, begun.state);
    const gone = goOn({ state: begun.state, intents: new Map() }, following, (events, state) => learning.hear(events, state));
    this.first = this.#wayOf({ word: '' }, learning, gone);
    this.counts = countsOf(gone.place.state, this.#counting);
  }

  get answers(): number {
    return this.#following.answers;
  }

  get spots(): number {
    return this.#spots.size;
  }

  /** Of a failure or a lesson that was not met yet, on a line without grants. */
  unmet(name: CountName): number {
    return isAgain(name) ? this.#counting.plan.ir.limits.repeats - 1 : kindOf(name) === 'lesson' ? 1 : this.counts.get(name) ?? 0;
  }

  /** How many attempts a ladder tells apart, none among them: `line rung workflow/step`. */
  rungs(name: CountName): number {
    const [workflow = '', step = ''] = name.slice(name.lastIndexOf(' ') + 1).split('/');
    const found = this.#counting.plan.steps.get(workflow)?.get(step);
    return found?.kind === 'agent' ? found.agents.length + 1 : 0;
  }

  menu(spot: Spot, value: (name: CountName) => number): readonly Intent[] {
    const known = spot.menus.find((menu) => holds(menu, value)) ?? this.#learnMenu(spot, value);
    return known.intents;
  }

  /** The reads of the choices themselves, for counts that may be either. */
  menuReads(spot: Spot, value: (name: CountName) => number): Menu['reads'] {
    return (spot.menus.find((menu) => holds(menu, value)) ?? this.#learnMenu(spot, value)).reads;
  }

  way(spot: Spot, intent: Intent, value: (name: CountName) => number): Way {
    return spot.ways.find((way) => isSameIntent(way.intent, intent) && holds(way, value)) ?? this.#learn(spot, intent, value);
  }

  #state(spot: Spot, value: (name: CountName) => number): State {
    const { state } = spot.place;
    const names = new Set([...countsOf(state, this.#counting).keys(), ...this.#met].filter((name) => spot.lines.has(lineOf(name))));
    return withCounts(state, new Map([...names].map((name) => [name, value(name)])), this.#counting);
  }

  #learnMenu(spot: Spot, value: (name: CountName) => number): Menu {
    const state = this.#state(spot, value);
    const { step, frame } = spot.occasion;
    const [line] = countedLines(state, this.#counting).filter((named) => named.line.id === frame.line);
    const reads = new Map<CountName, Read>();
    const asked = countName(line?.name ?? '', 'asked', stepName(frame.workflow, step.name));
    if (isQuestion(step)) reads.set(asked, within(value(asked), 1));
    const occasion = { ...spot.occasion, state, line: line?.line ?? spot.occasion.line };
    const options = possibleWords(state, occasion);
    const isSilent = isQuestion(step) && value(asked) <= 0;
    const menu = { reads, intents: intentsAt({ ...occasion, options }, this.#following, isSilent) };
    spot.menus.push(menu);
    return menu;
  }

  #learn(spot: Spot, intent: Intent, value: (name: CountName) => number): Way {
    this.asked += 1;
    if (this.asked > this.#most) throw new TooMuch();
    const state = this.#state(spot, value);
    const intents = new Map(spot.place.intents).set(spot.occasion.visit.id, intent);
    const learning = new Learning(state, this.#counting);
    const gone = goOn({ state, intents }, this.#following, (events, now) => learning.hear(events, now));
    const way = this.#wayOf(intent, learning, gone);
    if (!learning.isGiven(value) || !holds(way, value)) throw new CannotTell([...way.reads.keys()].join(', '));
    for (const name of way.reads.keys()) if (isMet(name)) this.#met.add(name);
    spot.ways.push(way);
    return way;
  }

  #wayOf(intent: Intent, learning: Learning, gone: Gone): Way {
    const { place, next } = gone;
    return { intent, ...learning.learnt(place.state), to: this.#spotAt(gone), ending: 'kind' in next ? next.kind : null };
  }

  #spotAt({ place, next }: Gone): Spot | null {
    if ('kind' in next) return null;
    const key = placeKey(place);
    const known = this.#spots.get(key);
    if (known !== undefined) return known;
    const lines = new Set(countedLines(place.state, this.#counting).map(({ name }) => name));
    const spot: Spot = { number: this.#spots.size, place, occasion: next, lines, menus: [], ways: [] };
    this.#spots.set(key, spot);
    return spot;
  }
}
