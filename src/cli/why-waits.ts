/**
 * What somebody waits for, and what that waits for, down to what comes by itself: a lease, a hand, a timer, money, or a
 * person (T4). Read from the rows, as the invariant is.
 */

import type { Frame, Order, Unit, Visit } from '../kernel/rows.ts';
import type { State } from '../kernel/state.ts';
import type { Chronicle } from './chronicle.ts';
import { moment } from './print/amounts.ts';
import { frameName, nameOf } from './print/told.ts';

export interface Wait {
  readonly depth: number;
  /** What comes by itself; `null`: it waits for what is below. */
  readonly leaf: 'lease' | 'hand' | 'timer' | 'person' | 'money' | null;
  readonly text: string;
  /** The event since which it is so. */
  readonly position: number | null;
}

const mostWaits = 200;

export class Waits {
  readonly #state: State;
  readonly #past: Chronicle;
  readonly #found: Wait[] = [];
  /** What waits for itself would be a fault of the brain; it ends here all the same. */
  readonly #open = new Set<string>();

  constructor(state: State, past: Chronicle) {
    this.#state = state;
    this.#past = past;
  }

  get found(): readonly Wait[] {
    return this.#found;
  }

  frame(id: string, depth: number): void {
    const frame = this.#state.frames.get(id);
    if (frame?.status !== 'live' || frame.visit === null) return;
    const visit = this.#state.visits.get(frame.visit);
    if (visit !== undefined) this.#once(`frame ${id}`, () => this.#visit(frame, visit, depth));
  }

  unit(id: string, depth: number): void {
    const unit = this.#state.units.get(id);
    if (unit !== undefined) this.#once(`unit ${id}`, () => this.#unit(unit, depth));
  }

  #visit(frame: Frame, visit: Visit, depth: number): void {
    const opened = this.#past.last('VisitOpened', (event) => event.visit === visit.id);
    this.#add(depth, [null, `${frameName(frame.id)} is at ${nameOf(visit.id)}`], opened?.position);
    for (const id of visit.open) this.#order(id, depth + 1);
    this.#asked(visit, depth + 1);
    const timerAt = opened?.event.timerAt ?? null;
    if (timerAt !== null) this.#add(depth + 1, ['timer', `a timer, at ${moment(timerAt)}`], opened?.position);
    for (const child of visit.frames) this.frame(child, depth + 1);
    if (visit.grow !== null) this.#grow(visit.grow.phase, depth + 1);
    if (visit.state === 'queued') this.#landing(depth + 1);
    if (visit.state === 'holding') this.#code(frame, depth + 1);
    if (visit.state === 'waiting') for (const unit of this.#units(({ waitedBy }) => waitedBy === visit.id)) this.unit(unit.id, depth + 1);
  }

  #asked({ question }: Visit, depth: number): void {
    const row = question === null ? undefined : this.#state.questions.get(question);
    if (row?.status !== 'open') return;
    const asked = this.#past.last('QuestionAsked', (event) => event.question === row.id);
    const until = asked?.event.timeoutAt ?? null;
    const limit = until === null ? '' : `, until ${moment(until)}`;
    this.#add(depth, ['person', `a person, who is asked ${row.id}: ${row.words.join(' or ')}${limit}`], asked?.position);
  }

  #order(id: string, depth: number): void {
    const order = this.#state.orders.get(id);
    if (order === undefined || order.status === 'ended') return;
    if (order.status === 'leased') return this.#lease(order, depth);
    if (order.status === 'ready') return this.#add(depth, ['hand', `a hand for ${nameOf(id)}`]);
    if (order.status === 'parked') return this.#add(depth, ['money', `money for ${nameOf(id)}`], this.#past.last('OrderParked', (event) => event.order === id)?.position);
    this.#add(depth, ['timer', `its time to try ${nameOf(id)} again, ${moment(order.notBefore)}`], this.#past.last('LeaseEnded', (event) => event.order === id)?.position);
  }

  #lease({ id }: Order, depth: number): void {
    const lease = this.#state.leases.get(id);
    const granted = this.#past.last('LeaseGranted', ({ order }) => order === id);
    this.#add(depth, ['lease', `${lease?.hand ?? 'a hand'}, which has ${nameOf(id)} until ${moment(lease?.deadline ?? 0)} at most`], granted?.position);
  }

  #grow(phase: 'base' | 'growing', depth: number): void {
    if (phase === 'base') return this.#landing(depth);
    for (const unit of this.#units(({ main, status }) => main !== null && !over.has(status))) this.unit(unit.id, depth);
    for (const [id, frame] of this.#state.frames.entries()) {
      const unit = this.#state.tasks.get(frame.task ?? '')?.unit;
      if (frame.status === 'live' && unit !== undefined && this.#state.units.get(unit)?.status === 'landed') this.frame(id, depth);
    }
  }

  #landing(depth: number): void {
    const { probes, baseOrder } = this.#state.landing;
    for (const order of [...probes, ...(baseOrder === null ? [] : [baseOrder])]) this.#order(order, depth);
  }

  #code(frame: Frame, depth: number): void {
    const main = this.#state.units.get(this.#state.tasks.get(frame.task ?? '')?.unit ?? '')?.main;
    const code = this.#state.tasks.get(main ?? '')?.frame;
    if (typeof code === 'string') this.frame(code, depth);
    else this.#add(depth, ['hand', `a hand for the code that ${frame.task ?? ''} is to judge`]);
  }

  #unit(unit: Unit, depth: number): void {
    const { id, status, asleepOn } = unit;
    if (asleepOn !== null) return this.#sleep(unit, asleepOn, depth);
    switch (status) {
      case 'startable': case 'resuming':
        return this.#add(depth, ['hand', `${id} may start: a hand for it`]);
      case 'blocked': {
        this.#add(depth, [null, `${id} waits for what it needs`]);
        for (const need of unit.needs.filter((one) => this.#state.units.get(one)?.status !== 'landed')) this.#need(need, depth + 1);
        return;
      }
      case 'started': case 'waiting': case 'queued': return this.#work(unit, depth);
      case 'asleep': case 'landed': case 'dropped': case 'halted': return this.#add(depth, [null, `${id} is ${status}`]);
    }
  }

  #need(id: string, depth: number): void {
    const status = this.#state.units.get(id)?.status;
    if (status !== 'halted' && status !== 'dropped') return this.unit(id, depth);
    const lost = this.#past.last('UnitHalted', ({ unit }) => unit === id) ?? this.#past.last('UnitDropped', ({ unit }) => unit === id);
    this.#add(depth, ['person', `${id}, which is ${status}: it comes only if a person has it retried`], lost?.position);
  }

  #work({ id, main, test, status }: Unit, depth: number): void {
    const started = this.#past.last('UnitStarted', ({ unit }) => unit === id);
    this.#add(depth, [null, `${id} is ${status}`], started?.position);
    if (status === 'queued' && main === null) return this.#landing(depth + 1);
    for (const task of [main, test]) this.frame(this.#state.tasks.get(task ?? '')?.frame ?? '', depth + 1);
  }

  #sleep({ id }: Unit, place: string, depth: number): void {
    const slept = this.#past.last('UnitSlept', ({ unit }) => unit === id);
    this.#add(depth, [null, `${id} sleeps until ${place} is free`], slept?.position);
    for (const other of this.#units(({ holdsClaims, claims }) => holdsClaims && claims.some((claim) => overlaps(claim, place)))) {
      if (other.id !== id) this.unit(other.id, depth + 1);
    }
  }

  #units(fits: (unit: Unit) => boolean): readonly Unit[] {
    return [...this.#state.units.entries()].flatMap(([, unit]) => (fits(unit) ? [unit] : []));
  }

  #once(node: string, tell: () => void): void {
    if (this.#open.has(node)) return;
    this.#open.add(node);
    tell();
  }

  #add(depth: number, [leaf, text]: readonly [Wait['leaf'], string], position?: number | null): void {
    if (this.#found.length < mostWaits) this.#found.push({ depth, leaf, text, position: position ?? null });
  }
}

const over: ReadonlySet<string> = new Set(['landed', 'dropped', 'halted']);

/** A directory's place ends with a slash; a claim of one ends with two stars. */
function overlaps(claim: string, place: string): boolean {
  const below = claim.endsWith('**') ? claim.slice(0, -2) : claim;
  return claim === place || below.startsWith(place) || (claim.endsWith('**') && place.startsWith(below));
}
