/** What one way tells: the counts that the brain compared, and what it counted, read from its events (T3, R7). */

import type { Event, EventOf } from '../../kernel/event.ts';
import type { Guidance } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import {
  againOf, type CountName, countName, type Counting, countedLines, countsAnew, countsOf, isLadder, isRecurring, lessonName, type NamedLine, nameOf, stepName,
} from './counts.ts';
import { type Change, type Counts, isMet, kindOf, lineOf, type Read, type TakenWire, type Term, type Way } from './ways.ts';

/** Compared so many times on one way, each time one less: above that nothing differs. */
export function within(value: number, times: number): Read {
  return value >= times ? { least: times, most: Infinity } : { least: value, most: value };
}

const exactly = (value: number): Read => ({ least: value, most: value });

/** What a line that begins anew has of the old one's: its grants, and what it has learnt. A fork has all but what it tried. */
const learnt: ReadonlyMap<string, readonly string[]> = new Map([['left', ['grants']], ['conflicts', ['grants']], ['ejections', ['grants']], ['spare', ['grants']]]);
const forked: ReadonlyMap<string, readonly string[]> = new Map([
  ['left', ['grants', 'grants', 'grants', '-conflicts', '-ejections']], ['conflicts', ['itself']], ['ejections', ['itself']], ['spare', ['grants']],
]);

type Learnt = Pick<Way, 'reads' | 'changes' | 'granted' | 'orders' | 'wires'>;

export class Learning {
  readonly #counting: Counting;
  readonly #before: Counts;
  /** By the line itself. */
  readonly #lines: ReadonlyMap<string, NamedLine>;
  readonly #workflows: Map<string, string>;
  /** Of failures that were not met yet, by line. */
  readonly #unmet: ReadonlyMap<string, number>;
  readonly #times = new Map<CountName, number>();
  readonly #exact = new Set<CountName>();
  /** The lines from which new ones have something, by the names of these. */
  readonly #sources = new Map<string, { readonly name: string; readonly isFork: boolean }>();
  readonly #orders = new Map<string, number>();
  readonly #wires: TakenWire[] = [];

  constructor(from: State, counting: Counting) {
    this.#counting = counting;
    const lines = countedLines(from, counting);
    this.#before = countsOf(from, counting);
    this.#lines = new Map(lines.map((named) => [named.line.id, named]));
    this.#unmet = new Map(lines.map(({ name, line }) => [name, againOf(line, counting.plan)]));
    this.#workflows = new Map([...from.frames.entries()].map(([id, { workflow }]) => [id, workflow]));
  }

  hear(events: readonly Event[], state: State): void {
    for (const event of events) this.#hear(event, state);
  }

  /** Whether the counts that were compared were the ones that it was to have. */
  isGiven(value: (name: CountName) => number): boolean {
    return [...this.#times.keys(), ...this.#exact].every((name) => !this.#before.has(name) || this.#was(name) === value(name));
  }

  learnt(state: State): Learnt {
    return { reads: this.#reads(), ...this.#changes(state), orders: this.#orders, wires: this.#wires };
  }

  #reads(): Learnt['reads'] {
    const reads = new Map<CountName, Read>();
    for (const [name, times] of this.#times) reads.set(name, within(this.#was(name), times));
    for (const name of this.#exact) reads.set(name, exactly(this.#was(name)));
    return reads;
  }

  #was(name: CountName): number {
    if (kindOf(name) === 'lesson') return this.#before.get(name) ?? 1;
    return this.#before.get(name) ?? this.#unmet.get(lineOf(name)) ?? 0;
  }

  #changes(state: State): Pick<Way, 'changes' | 'granted'> {
    const changes = new Map<CountName, Change>();
    const granted = new Map<string, number>();
    const after = [...countsOf(state, this.#counting)];
    for (const named of countedLines(state, this.#counting)) {
      const old = this.#lines.get(named.line.id);
      if (old === undefined) {
        for (const [name, value] of countsAnew(state, named, this.#counting)) changes.set(name, this.#opens(named.name, name, value));
        continue;
      }
      granted.set(named.name, named.line.grants - old.line.grants);
      for (const [name, value] of after.filter(([one]) => lineOf(one) === named.name)) {
        if (this.#exact.has(name)) changes.set(name, { to: value, plus: [] });
        else if (value !== this.#was(name) || isMet(name)) changes.set(name, { by: value - this.#was(name) });
      }
    }
    return { changes, granted };
  }

  #hear(event: Event, state: State): void {
    switch (event.type) {
      case 'FrameOpened': return this.#opened(event, state);
      case 'VisitOpened': return this.#entered(event, state);
      case 'VisitEnded': return this.#ended(event, state);
      case 'StepLimited': return this.#limited(event, state);
      case 'LeaseGranted': return this.#leased(event, state);
      case 'LineRebased':
        if (event.counts !== 'attempt') this.#read(event.line, event.counts === 'conflict' ? 'conflicts' : 'ejections');
        return;
      case 'Granted':
        if (event.guidance !== null) this.#taught(event.line, event.guidance);
        return;
      default:
    }
  }

  #entered({ frame: id, step: name, cause }: EventOf<'VisitOpened'>, state: State): void {
    const frame = state.frames.get(id);
    const step = state.plan?.steps.get(frame?.workflow ?? '')?.get(name);
    if (frame === undefined || step === undefined) return;
    const of = stepName(frame.workflow, name);
    if (cause === 'attempt') this.#read(frame.line, 'left', of);
    this.#read(frame.line, 'spare', of);
    if (isLadder(step)) this.#readExactly(frame.line, 'rung', of);
  }

  #limited({ frame: id, step }: EventOf<'StepLimited'>, state: State): void {
    this.#wires.push({ workflow: this.#workflows.get(id) ?? '', step, on: 'limit' });
    const frame = state.frames.get(id);
    if (frame === undefined) return;
    const of = stepName(frame.workflow, step);
    this.#read(frame.line, 'left', of);
    this.#read(frame.line, 'spare', of);
    const entered = state.plan?.steps.get(frame.workflow)?.get(step);
    if (entered !== undefined && isLadder(entered)) this.#readExactly(frame.line, 'rung', of);
  }

  #ended({ visit, outcome, seen, guidance }: EventOf<'VisitEnded'>, state: State): void {
    const at = visit.lastIndexOf('/');
    const frame = visit.slice(0, at);
    this.#wires.push({ workflow: this.#workflows.get(frame) ?? '', step: visit.slice(at + 1, visit.lastIndexOf('.')), on: outcome });
    const line = state.frames.get(frame)?.line ?? '';
    // One less before it is compared.
    if (outcome === 'fault') this.#read(line, 'spare', stepName(this.#workflows.get(frame) ?? '', visit.slice(at + 1, visit.lastIndexOf('.'))));
    for (const key of seen) if (isRecurring(key)) this.#read(line, 'again', key);
    if (guidance !== null) this.#taught(line, guidance);
  }

  #taught(line: string, lesson: Guidance): void {
    const named = this.#lines.get(line);
    if (named === undefined || !isRecurring(lesson.signature)) return;
    const name = lessonName(named.name, lesson);
    this.#counting.lessons.set(name, lesson);
    this.#times.set(name, 1);
  }

  #leased({ order: id }: EventOf<'LeaseGranted'>, state: State): void {
    const order = state.orders.get(id);
    if (order?.agent === undefined || order.agent === null) return;
    const task = state.frames.get(state.visits.get(order.visit ?? '')?.frame ?? '')?.task ?? '';
    const key = orderKey(task, order.agent);
    this.#orders.set(key, (this.#orders.get(key) ?? 0) + 1);
  }

  /** A line that learns from another has its grants, and what it has seen; a fork has all but what it tried. */
  #opened({ frame, workflow, opens }: EventOf<'FrameOpened'>, state: State): void {
    this.#workflows.set(frame, workflow);
    const source = this.#lines.get(opens?.learns ?? opens?.from ?? '');
    if (source !== undefined && opens !== null) this.#sources.set(nameOf(state, frame), { name: source.name, isFork: opens.from !== null });
  }

  /** A count of a line that is new: by its cap, and by what it has from another line. */
  #opens(line: string, name: CountName, value: number): Change {
    const source = this.#sources.get(line);
    if (source === undefined) return { to: value, plus: [] };
    const kind = kindOf(name);
    const same = `${source.name}${name.slice(line.length)}`;
    // A question is answered so many times, however often the line begins.
    if (kind === 'asked' && !source.isFork) return { to: 0, plus: [{ name: same, times: 1 }] };
    const terms = (source.isFork ? forked : learnt).get(kind) ?? (isMet(name) || kind === 'grants' ? ['itself'] : []);
    const plus = terms.map((term): Term => {
      const of = term === 'itself' ? same : countName(source.name, term.replace('-', ''));
      return { name: of, times: term.startsWith('-') ? -1 : 1 };
    });
    return { to: plus.reduce((sum, { name: of, times }) => sum - times * this.#was(of), value), plus };
  }

  #read(line: string, kind: string, of = ''): void {
    const name = this.#nameOf(line, kind, of);
    if (name !== null) this.#times.set(name, (this.#times.get(name) ?? 0) + 1);
  }

  #readExactly(line: string, kind: string, of = ''): void {
    const name = this.#nameOf(line, kind, of);
    if (name !== null) this.#exact.add(name);
  }

  /** Of lines that were there before; failures may not have been met yet. */
  #nameOf(line: string, kind: string, of: string): CountName | null {
    const named = this.#lines.get(line);
    if (named === undefined) return null;
    const name = countName(named.name, kind, of);
    return kind === 'again' || this.#before.has(name) ? name : null;
  }
}

/** No name holds a blank. */
export const orderKey = (task: string, agent: string): string => `${task} ${agent}`;
