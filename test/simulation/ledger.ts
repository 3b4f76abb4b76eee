/**
 * What the history of a run must show, whatever its state says: the journal's events one by one.
 *
 * It believes no rows. What happened once must not happen again, and what landed was proved.
 */

import type { Event, EventOf } from '../../src/kernel/event.ts';
import type { Evidence } from '../../src/kernel/rows.ts';
import { insist } from './violation.ts';

export class Ledger {
  readonly #once = new Set<string>();
  /** Epoch of the live lease of each order, and the last one ever granted. */
  readonly #live = new Map<string, number>();
  readonly #epochs = new Map<string, number>();
  readonly #deadlines = new Map<string, { deadline: number; last: number }>();
  #landing: readonly string[] = [];
  /** Gates that judged the prefix whose green is the last event that mattered. */
  #green: readonly Evidence[] | null = null;
  #tip = '';
  #clock = 0;
  #events = 0;

  observe(event: Event): void {
    this.#events += 1;
    insist(event.at >= this.#clock, 'R5', `event ${this.#events} (${event.type}) is of ${event.at}, before ${this.#clock}`);
    this.#clock = event.at;
    if (event.by !== undefined) this.#first('L6', `command ${event.by}`);
    this.#leases(event);
    this.#people(event);
    this.#land(event);
  }

  #leases(event: Event): void {
    switch (event.type) {
      case 'LeaseGranted': return this.#granted(event);
      case 'LeaseRenewed': return this.#renewed(event);
      case 'LeaseEnded': {
        this.#first('L6', `end of ${event.order} at epoch ${event.epoch}`);
        insist(this.#live.get(event.order) === event.epoch, 'L2', `${event.order} ends at epoch ${event.epoch}, which is not live`);
        this.#live.delete(event.order);
        return;
      }
      case 'ReportStale': return this.#first('L2', `stale report of ${event.order} at epoch ${event.epoch}`);
      case 'BillSettled': return this.#first('R4', `bill of ${event.order} at epoch ${event.epoch}`);
      default: return;
    }
  }

  #granted({ order, epoch, deadline, lastDeadline, hand, sequence }: EventOf<'LeaseGranted'>): void {
    insist(!this.#live.has(order), 'L1', `${order} is leased twice`);
    insist(epoch > (this.#epochs.get(order) ?? 0), 'L2', `${order} is granted at epoch ${epoch} after ${this.#epochs.get(order) ?? 0}`);
    this.#first('L6', `lease ${sequence} of ${hand}`);
    this.#live.set(order, epoch);
    this.#epochs.set(order, epoch);
    this.#deadlines.set(order, { deadline, last: lastDeadline });
  }

  #renewed({ order, epoch, deadline, at }: EventOf<'LeaseRenewed'>): void {
    const known = this.#deadlines.get(order);
    insist(known !== undefined && this.#live.get(order) === epoch, 'L3', `${order} is renewed at epoch ${epoch}, which is not live`);
    insist(deadline > known.deadline && deadline <= known.last, 'L3', `${order} is renewed from ${known.deadline} to ${deadline}, at most ${known.last}`);
    insist(at <= known.deadline, 'L3', `${order} is renewed at ${at}, past its deadline ${known.deadline}`);
    this.#deadlines.set(order, { ...known, deadline });
  }

  #people(event: Event): void {
    switch (event.type) {
      case 'QuestionAnswered': return this.#first('L6', `answer to ${event.question}`);
      case 'Published': return this.#first('R2', `publication ${event.publication}`);
      case 'VisitOpened': return this.#first('T3', `visit ${event.visit}`);
      case 'VisitEnded': return this.#first('T3', `end of ${event.visit}`);
      case 'FrameOpened': return this.#first('T6', `frame ${event.frame}`);
      default: return;
    }
  }

  #land(event: Event): void {
    switch (event.type) {
      case 'RunStarted':
        this.#tip = event.base;
        this.#landing = event.ir.landing;
        return;
      case 'ProbeJudged':
        this.#green = event.outcome === 'green' ? event.evidence : null;
        return;
      case 'Landed': return this.#landed(event);
      default: return;
    }
  }

  /** B1, E1: the tip moves by a compare-and-swap, to what every landing gate found green just now. */
  #landed({ from, to, units, commits }: EventOf<'Landed'>): void {
    insist(from === this.#tip, 'B1', `landed from ${from}, and the tip is ${this.#tip}`);
    insist(commits.at(-1) === to && commits.length === units.length, 'B1', `landed to ${to}, and the commits are ${commits.join(', ')}`);
    const green = this.#green;
    this.#green = null;
    insist(green !== null, 'E1', `${units.join(', ')} landed without a green prefix`);
    const whole = this.#landing.every((gate) => green.some((item) => item.gate === gate && item.outcome === 'green' && item.exit === 0));
    insist(whole, 'E1', `${units.join(', ')} landed without a green of every landing gate`);
    for (const unit of units) this.#first('T6', `landing of ${unit}`);
    this.#tip = to;
  }

  #first(rule: string, what: string): void {
    insist(!this.#once.has(what), rule, `twice: ${what}`);
    this.#once.add(what);
  }
}
