/**
 * The hands of a world: they lease, report, beat, crash, hang, lie, come late and come twice.
 *
 * A hand learns what it was granted from the state, as a real one asks its host again when a reply
 * was lost. It knows nothing else.
 */

import type { Kept, ReportResult } from '../../src/kernel/facts.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Act } from './act.ts';
import type { Choices } from './choices.ts';
import { lieAbout } from './lies.ts';
import { perform } from './work.ts';
import type { WorldClock } from './world-clock.ts';

export interface Work {
  readonly hand: string;
  readonly order: string;
  readonly epoch: number;
  readonly result: ReportResult;
}

interface Desk {
  name: string;
  sequence: number;
  /** Asked, and no answer yet: it asks again with the same number. */
  asking: boolean;
  works: Work[];
}

const mostRemembered = 24;

export class Hands {
  readonly #choices: Choices;
  readonly #clock: WorldClock;
  readonly #desks: Desk[];
  /** Reports that were sent, and works that were given up: they come again. */
  readonly #old: Work[] = [];
  #performed = 0;
  /** The last lease was refused, and nothing has happened since. */
  idle = false;

  constructor(choices: Choices, clock: WorldClock) {
    this.#choices = choices;
    this.#clock = clock;
    this.#desks = Array.from({ length: choices.between(1, 5) }, (_, index) => ({
      name: `h${index + 1}`, sequence: 0, asking: false, works: [],
    }));
  }

  /** An honest hand's next step: report what it has, or ask for more. `null`: nothing to do. */
  progress(): Act | null {
    const busy = this.#desks.filter((desk) => desk.works.length > 0);
    const free = this.#desks.filter((desk) => desk.works.length === 0);
    if (free.length > 0 && !this.idle && (busy.length === 0 || this.#choices.below(2) === 1)) {
      return this.#ask(this.#choices.pick(free));
    }
    if (busy.length === 0) return null;
    const desk = this.#choices.pick(busy);
    const [work] = desk.works;
    if (work === undefined) return null;
    return this.#choices.below(5) === 4 ? this.#beat(desk, work) : this.#report(desk, work, null);
  }

  misbehave(): Act {
    const busy = this.#desks.filter((desk) => desk.works.length > 0);
    const desk = this.#choices.pick(busy.length > 0 && this.#choices.chance(75) ? busy : this.#desks);
    const [work] = desk.works;
    if (work === undefined) return this.#misbehaveIdle(desk);
    const { below, result } = { below: this.#choices.below(17), result: work.result };
    switch (below) {
      case 0: case 1: return this.#beat(desk, work);
      case 2: return this.#forget(desk, 'hand crashes');
      case 3: return this.#forget(desk, 'hand hangs');
      case 4: case 5: case 6: case 7:
        return this.#report(desk, { ...work, result: lieAbout(this.#choices, result, this.#clock.now) }, 'lie');
      case 8: return this.#report(desk, { ...work, result: { type: 'fault', text: 'disk full' } }, 'infrastructure fault');
      case 9: return this.#report(desk, { ...work, result: { type: 'rate-limit', until: this.#clock.now + this.#choices.below(2_000) } }, 'rate limit');
      case 10: return this.#report(desk, { ...work, result: { type: this.#choices.pick(['timeout', 'budget']) } }, 'timeout');
      case 11: return this.#report(desk, { ...work, result: stoppedOf(result) }, 'session stopped');
      case 12: return this.#report(desk, { ...work, epoch: work.epoch + this.#choices.pick([1, -1, 5]) }, 'forged epoch');
      case 13: return this.#report(desk, { ...work, hand: this.#choices.pick(this.#desks).name }, 'report by another hand');
      case 14: return this.#ask(desk, 'lease beside a lease');
      case 15: return this.#report(desk, { ...work, result: { type: 'given-back', text: 'the host stops' } }, 'order given back');
      default: return this.#again();
    }
  }

  #misbehaveIdle(desk: Desk): Act {
    switch (this.#choices.below(5)) {
      case 0: return this.#ask(desk);
      case 1: return this.#repeat(desk);
      case 2: return this.#forget(desk, 'hand crashes');
      default: return this.#again();
    }
  }

  #ask(desk: Desk, fault: string | null = null): Act {
    if (!desk.asking) desk.sequence += 1;
    desk.asking = true;
    const { name: hand, sequence } = desk;
    return {
      fault,
      command: this.#clock.stamp({ type: 'lease', hand, sequence }),
      heard: (answer, state) => {
        if (answer === null || desk.name !== hand || desk.sequence !== sequence) return;
        desk.asking = false;
        this.#take(desk, state);
      },
    };
  }

  /** Looks up what its number was granted, and makes up how that will end. */
  #take(desk: Desk, state: State): void {
    const row = state.hands.get(desk.name);
    if (row === undefined || row.sequence !== desk.sequence) {
      this.idle = true;
      return;
    }
    const { order, epoch } = row;
    if (desk.works.some((work) => work.order === order && work.epoch === epoch)) return;
    if (state.leases.get(order)?.epoch !== epoch) return;
    this.#performed += 1;
    const result = perform({ choices: this.#choices, state, order, count: this.#performed });
    desk.works.push({ hand: desk.name, order, epoch, result });
  }

  /** The same number again, or an older one: it grants nothing new (L6). */
  #repeat(desk: Desk): Act {
    const { name: hand } = desk;
    const sequence = Math.max(desk.sequence - this.#choices.below(2), 0);
    return { fault: 'lease asked twice', command: this.#clock.stamp({ type: 'lease', hand, sequence }) };
  }

  #beat(desk: Desk, { order, epoch }: Work): Act {
    return { fault: null, command: this.#clock.stamp({ type: 'heartbeat', hand: desk.name, order, epoch }) };
  }

  #report(desk: Desk, work: Work, fault: string | null): Act {
    const { hand, order, epoch, result } = work;
    return {
      fault,
      command: this.#clock.stamp({ type: 'report', hand, order, epoch, result, ...keptOf(order) }),
      heard: (answer) => {
        if (answer === null) return;
        const kept = desk.works.filter((other) => other.order !== order || other.epoch !== epoch || other.hand !== hand);
        if (kept.length < desk.works.length) this.#remember(work);
        desk.works = kept;
      },
    };
  }

  #forget(desk: Desk, fault: string): Act {
    for (const work of desk.works) this.#remember(work);
    desk.works = [];
    desk.asking = false;
    if (this.#choices.chance(50)) [desk.name, desk.sequence] = [this.#clock.name('hand'), 0];
    return { fault, command: null };
  }

  /** What was reported before, or given up long ago: word by word, or another result. */
  #again(): Act {
    if (this.#old.length === 0) return { fault: null, command: null };
    const work = this.#choices.pick(this.#old);
    const { hand, order, epoch } = work;
    if (this.#choices.chance(8)) {
      // Whoever works on the run next gives back for one who is gone, as far as anybody knows.
      return { fault: 'order given back for another', command: this.#clock.stamp({ type: 'report', hand, order, epoch, result: { type: 'given-back', text: 'gone' } }) };
    }
    if (this.#choices.chance(20)) {
      return { fault: 'late heartbeat', command: this.#clock.stamp({ type: 'heartbeat', hand, order, epoch }) };
    }
    const result = this.#choices.chance(40) ? lieAbout(this.#choices, work.result, this.#clock.now) : work.result;
    return { fault: 'late or second report', command: this.#clock.stamp({ type: 'report', hand, order, epoch, result }) };
  }

  #remember(work: Work): void {
    this.#old.push(work);
    if (this.#old.length > mostRemembered) this.#old.shift();
  }
}

function stoppedOf(result: ReportResult): ReportResult {
  const { patch, session } = result.type === 'ended' ? result : {};
  return { type: 'stopped', ...(patch === undefined ? {} : { patch }), ...(session === undefined ? {} : { session }) };
}

/** Some orders have left something to be opened: which do is drawn from nothing, so that what a seed makes stays as it was. */
function keptOf(order: string): { readonly kept?: readonly Kept[] } {
  return order.length % 2 === 0 ? { kept: [{ what: 'log', digest: `log of ${order}` }] } : {};
}
