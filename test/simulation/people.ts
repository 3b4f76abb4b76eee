/** The people of a world, and the gateway: they dawdle, answer what has changed, and say everything twice. */

import type { Question } from '../../src/kernel/rows.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Act, Saying } from './act.ts';
import type { Choices } from './choices.ts';
import type { WorldClock } from './world-clock.ts';

/** May do everything in every plan of this simulation. */
const person = 'ada';

export class People {
  readonly #choices: Choices;
  readonly #clock: WorldClock;
  /** They answer no question any more. */
  areAway = false;

  constructor(choices: Choices, clock: WorldClock) {
    this.#choices = choices;
    this.#clock = clock;
  }

  /** The way on that a helpful person takes: the first word leads on. `null`: nobody is waited for. */
  progress(state: State): Act | null {
    const { status } = state.run;
    if (status === 'paused') return this.#say({ type: 'resume', person });
    if (status === 'halted') return null;
    const [question] = openQuestions(state);
    if (question !== undefined && !this.areAway) return this.#take(state, question);
    const [red] = state.landing.redReverts ?? [];
    if (red !== undefined) return this.#say({ type: 'drop', person, task: red, text: 'as it was' });
    const open = state.run.publications.find((publication) => publication.open);
    return open === undefined ? null : this.#say({ type: 'close', person, publication: open.id });
  }

  /** Before they answer, people ask back, and take something back that is about to be published. */
  #take(state: State, question: Question): Act {
    if (question.kind === 'talk' && this.#choices.chance(75)) {
      return this.#say({ type: 'say', person, question: question.id, text: 'tell me more' });
    }
    const landed = question.kind === 'publish' && this.#choices.chance(40) ? landedUnits(state) : [];
    if (landed.length > 0) return this.#say({ type: 'revert', person, unit: this.#choices.pick(landed) });
    return this.#answer(question, { word: question.words[0] ?? '', shows: question.shows });
  }

  retry(): Act {
    return this.#say({ type: 'retry', person, text: this.#clock.name('try '), task: null });
  }

  raise(): Act {
    return this.#say({ type: 'raise', person, usdMicros: 100_000, tokens: 100_000, timeMs: 10_000_000 });
  }

  /** Lets the run have everything that was set aside for others. */
  lift(): Act {
    return this.#say({ type: 'ceiling', leases: null, usdMicros: null, tokens: null });
  }

  /** Settles one bill that nobody has settled. */
  settle(state: State): Act | null {
    for (const [key, bill] of state.bills.entries()) {
      if (bill.status === 'settled') continue;
      const [order = '', epoch = ''] = splitKey(key);
      return this.#say({ type: 'settle', order, epoch: Number(epoch), cost: { usdMicros: 1, tokens: 1 } });
    }
    return null;
  }

  meddle(state: State): Act {
    const leases = state.leases.keys();
    if (leases.length > 0 && this.#choices.chance(25)) return this.#speakTo(this.#choices.pick(leases));
    const questions = [...state.questions.entries()].map(([, question]) => question);
    const tasks = state.tasks.keys();
    if (questions.length > 0 && this.#choices.chance(45)) return this.#meddleWithQuestion(this.#choices.pick(questions));
    if (tasks.length > 0 && this.#choices.chance(50)) return this.#meddleWithTask(state, this.#choices.pick(tasks));
    return this.#meddleWithRun(state);
  }

  #meddleWithQuestion(question: Question): Act {
    const word = this.#choices.pick(question.words);
    const { shows } = question;
    switch (this.#choices.below(8)) {
      case 0: case 1: case 2: return this.#answer(question, { word, shows });
      case 3: return this.#answer(question, { word, shows: 'what was shown before' }, 'stale answer');
      case 4: return this.#answer(question, { word: 'perhaps', shows }, 'unknown answer');
      case 5: return this.#say({ type: 'answer', person: this.#choices.pick(['eve', '', 'bob']), question: question.id, shows, word, text: '' }, 'answer by another');
      default: return this.#say({ type: 'say', person, question: question.id, text: 'tell me more' });
    }
  }

  #speakTo(order: string): Act {
    const text = this.#choices.chance(10) ? '' : this.#clock.name('look at ');
    return this.#say({ type: 'speak', person: this.#choices.pick([person, person, person, 'eve']), order, text });
  }

  #meddleWithTask(state: State, task: string): Act {
    const text = this.#clock.name('because ');
    switch (this.#choices.below(6)) {
      case 0: return this.#say({ type: 'grant', person, task, text });
      case 1: return this.#say({ type: 'edit', person, task, spec: this.#choices.pick([`Do ${task} another way. ${text}`, '']) });
      case 2: return this.#say({ type: 'drop', person, task, text });
      case 3: return this.#say({ type: 'revert', person, unit: this.#choices.pick(state.units.keys()) });
      default: return this.#say({ type: 'retry', person, task, text });
    }
  }

  #meddleWithRun(state: State): Act {
    const text = this.#clock.name('because ');
    const publication = state.run.publications[0]?.id ?? 'none';
    const { tip } = state.landing;
    const choose = this.#choices;
    return this.#say(choose.weighted<Saying>([
      [6, { type: 'retry', person, text, task: null }],
      [3, { type: 'pause', person }],
      [6, { type: 'resume', person }],
      [2, { type: 'grant', person, text, task: null }],
      [3, { type: 'raise', person, usdMicros: choose.below(500), tokens: choose.below(50), timeMs: choose.below(5_000) }],
      [3, { type: 'close', person, publication }],
      [2, { type: 'revert', person, unit: 'no-such-unit' }],
      [3, { type: 'ref', commit: tip }],
      [1, { type: 'ref', commit: 'foreign' }],
      [2, { type: 'ceiling', ...this.#ceiling() }],
      [1, { type: 'upgrade', to: choose.pick(['0.1.0', '0.2.0']) }],
      [1, { type: 'host-started' }],
      [1, choose.chance(15) ? { type: 'abort', person } : { type: 'pause', person }],
    ]));
  }

  #ceiling(): { leases: number | null; usdMicros: number | null; tokens: null; inbox: number | null } {
    const few = this.#choices.pick([null, 1]);
    return { leases: few, usdMicros: this.#choices.pick([null, 100]), tokens: null, inbox: few };
  }

  /** The gateway: late, twice, with another sum, for what nobody was granted. */
  bill(state: State): Act {
    const keys = state.bills.keys();
    const orders = state.orders.keys();
    const choose = this.#choices;
    const cost = { usdMicros: choose.pick([5, 0, 20, 300, -1]), tokens: choose.pick([1, 0, 9]) };
    if (keys.length === 0 || choose.chance(10)) {
      const order = orders.length === 0 ? 'none' : choose.pick(orders);
      return this.#say({ type: 'settle', order, epoch: choose.below(3), cost }, 'bill for another');
    }
    const key = choose.pick(keys);
    const [order = '', epoch = ''] = splitKey(key);
    const twice = state.bills.get(key)?.status === 'settled';
    return this.#say({ type: 'settle', order, epoch: Number(epoch), cost }, twice ? 'bill settled twice' : null);
  }

  #answer(question: Question, said: { word: string; shows: string }, fault: string | null = null): Act {
    return this.#say({ type: 'answer', person, question: question.id, ...said, text: this.#clock.name('so ') }, fault);
  }

  #say(saying: Saying, fault: string | null = null): Act {
    return { fault, command: this.#clock.stamp(saying) };
  }
}

function landedUnits(state: State): readonly string[] {
  return state.units.keys().filter((id) => state.units.get(id)?.status === 'landed');
}

function openQuestions(state: State): readonly Question[] {
  if (state.counts.openQuestions === 0) return [];
  return [...state.questions.entries()].map(([, question]) => question).filter(({ status }) => status === 'open');
}

/** An order's name may hold `#`; its epoch is what follows the last one. */
function splitKey(key: string): readonly string[] {
  const at = key.lastIndexOf('#');
  return [key.slice(0, at), key.slice(at + 1)];
}
