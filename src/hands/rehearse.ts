/**
 * Rehearses a run: real commands go through a real host to the real brain, and stand-ins perform
 * the orders. No agent is asked, no gate is run, no repository is touched.
 *
 * Time is virtual: a pool of stand-in hands works side by side on a clock that jumps to whatever
 * comes next. The same seed gives the same run.
 */

import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import type { Command } from '../kernel/command.ts';
import type { Event, EventOf } from '../kernel/event.ts';
import type { ReportResult } from '../kernel/facts.ts';
import { describeOrder } from '../kernel/describe-order.ts';
import type { OrderKind, RunStatus } from '../kernel/rows.ts';
import type { State } from '../kernel/state.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { RunHost } from '../ports/run-host.ts';
import type { Course } from './course.ts';
import { standIn } from './stand-in.ts';

export interface RehearsalParts {
  readonly host: Pick<RunHost<State, Command, Event>, 'exec' | 'look'>;
  readonly blobs: Blobs;
  readonly clock: { now(): number; advanceTo(when: number): void };
  readonly course: Course;
  /** From 0 up to 1, the same for the same seed. */
  readonly random: () => number;
  readonly nextDueAt: (state: State) => number | null;
  /** Told of what each command caused, in order. */
  readonly onEvents: (events: readonly Event[]) => void;
  /** Told why the stand-in person's answer is not taken: the question stays open. */
  readonly onAnswerRefused: (question: string, refusal: Refusal) => void;
  /** Asked between commands: whether to leave off. */
  readonly isInterrupted: () => boolean;
}

/** `running` is what it was left as when it was interrupted, or when nothing could go on. */
export type Ending = RunStatus;

type StartFacts = Omit<Extract<Command, { readonly type: 'start' }>, 'type' | 'id' | 'at' | 'run' | 'inputs'>;

const handCount = 6;
/** Commands of one rehearsal: caps end every run long before (R6). */
const mostTurns = 20_000;
const person = 'stand-in person';

/** The longest that an order takes; every lease is longer. */
const mostMs: { readonly [Kind in OrderKind | 'answer']?: number } = { agent: 150_000, answer: 60_000, talk: 60_000, probe: 120_000 };
const otherMs = 40_000;
const slowMs = 290_000;

export async function rehearse(run: string, facts: StartFacts, parts: RehearsalParts): Promise<Ending | Refusal> {
  const rehearsal = new Rehearsal(run, parts);
  return rehearsal.perform(facts);
}

interface Busy {
  readonly hand: string;
  readonly lease: EventOf<'LeaseGranted'>;
  readonly result: ReportResult;
  readonly until: number;
}

interface Outlook {
  readonly status: RunStatus;
  readonly dueAt: number | null;
  readonly question: { readonly id: string; readonly visit: string; readonly shows: string; readonly words: readonly string[] } | null;
}

class Rehearsal {
  readonly #run: string;
  readonly #parts: RehearsalParts;
  readonly #busy = new Map<string, Busy>();
  /** When the person answers, by question. */
  readonly #answersAt = new Map<string, number>();
  /** Questions that are others' to answer: a plan may name who may (R2). */
  readonly #refused = new Set<string>();
  readonly #faulted = new Set<string>();
  #slowed = false;
  #sequence = 0;
  #commands = 0;

  constructor(run: string, parts: RehearsalParts) {
    this.#run = run;
    this.#parts = parts;
  }

  async perform(facts: StartFacts): Promise<Ending | Refusal> {
    const { inputs } = this.#parts.course;
    const started = await this.#exec({ type: 'start', run: this.#run, inputs, ...facts, ...this.#stamp() });
    if (isRefusal(started)) return started;
    // Rehearsals number their commands alike: nothing new means that another one has started this run (L6).
    if (started.length === 0) return refuse('started', `run ${this.#run} has started already`, 'L6');
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const outlook = await this.#outlook();
      if (outlook.status !== 'running' || this.#parts.isInterrupted()) return outlook.status;
      await this.#leaseAll();
      if (!(await this.#goOn(await this.#outlook()))) return (await this.#outlook()).status;
    }
    return 'running';
  }

  /** Jumps to whatever comes next, and does it. False: nothing will come. */
  async #goOn(outlook: Outlook): Promise<boolean> {
    if (outlook.status !== 'running') return true;
    const { clock } = this.#parts;
    const first = [...this.#busy.values()].toSorted((a, b) => a.until - b.until)[0];
    const answerAt = outlook.question === null ? Infinity : this.#answerAt(outlook.question.id);
    const next = Math.min(first?.until ?? Infinity, answerAt, outlook.dueAt ?? Infinity);
    if (next === Infinity) return false;
    clock.advanceTo(next);
    if (first !== undefined && first.until === next) await this.#report(first);
    else if (outlook.question !== null && answerAt === next) await this.#answer(outlook.question);
    else await this.#exec({ type: 'tick', ...this.#stamp() });
    return true;
  }

  /** Every hand that is free asks for an order, until there is none. */
  async #leaseAll(): Promise<void> {
    for (let number = 1; number <= handCount; number += 1) {
      const hand = `stand-in-${number}`;
      if (this.#busy.has(hand)) continue;
      this.#sequence += 1;
      const answer = await this.#exec({ type: 'lease', hand, sequence: this.#sequence, ...this.#stamp() });
      if (isRefusal(answer)) return;
      const lease = answer.find((event) => event.type === 'LeaseGranted');
      if (lease !== undefined) this.#busy.set(hand, await this.#take(hand, lease));
    }
  }

  /** What will be reported is made up at once: it speaks of what was leased. */
  async #take(hand: string, lease: EventOf<'LeaseGranted'>): Promise<Busy> {
    const { host, course, clock } = this.#parts;
    const { result, kind } = await host.look(this.#run, (state) => {
      const sheet = describeOrder(state, lease.order);
      const wantsTasks = sheet.step?.kind === 'agent' && sheet.step.returns === 'tasks';
      const script = course.scripts.get(lease.order) ?? (wantsTasks ? { tasks: course.tasks } : {});
      return { result: standIn(state, lease.order, script), kind: sheet.order.kind };
    });
    const until = clock.now() + this.#duration(kind);
    return { hand, lease, result: await this.#dress(lease, result), until };
  }

  /** Gates get a log, so that `verify` has something to look for; a fault comes before anything else. */
  async #dress({ order }: EventOf<'LeaseGranted'>, result: ReportResult): Promise<ReportResult> {
    if (this.#parts.course.faults.has(order) && !this.#faulted.has(order)) {
      this.#faulted.add(order);
      return { type: 'fault', text: 'the sandbox did not start' };
    }
    if (result.type !== 'gates') return result;
    const gates = [];
    for (const gate of result.gates) {
      const text = `A rehearsal: ${gate.gate} was not run. Its made-up exit code is ${gate.exit}.\n`;
      gates.push({ ...gate, log: await this.#parts.blobs.put(new TextEncoder().encode(text)) });
    }
    return { ...result, gates };
  }

  async #report({ hand, lease, result }: Busy): Promise<void> {
    const { order, epoch, allowance } = lease;
    this.#busy.delete(hand);
    await this.#exec({ type: 'report', hand, order, epoch, result, ...this.#stamp() });
    if (allowance.usdMicros === 0 && allowance.tokens === 0) return;
    // A made-up bill, a tenth of what was reserved at most.
    const tokens = Math.floor(allowance.tokens * 0.1 * this.#parts.random());
    const usdMicros = Math.floor(allowance.usdMicros * 0.1 * this.#parts.random());
    await this.#exec({ type: 'settle', order, epoch, cost: { usdMicros, tokens }, ...this.#stamp() });
  }

  async #answer(question: NonNullable<Outlook['question']>): Promise<void> {
    const { id, visit, shows, words } = question;
    const { word, text } = this.#parts.course.answers.get(visit) ?? { word: words[0] ?? '', text: '' };
    const answer = await this.#exec({ type: 'answer', person, question: id, shows, word, text, ...this.#stamp() });
    if (!isRefusal(answer)) return;
    this.#refused.add(id);
    this.#parts.onAnswerRefused(id, answer);
  }

  #answerAt(question: string): number {
    const known = this.#answersAt.get(question);
    const at = known ?? this.#parts.clock.now() + this.#duration('answer');
    this.#answersAt.set(question, at);
    return at;
  }

  async #exec(command: Command): Promise<readonly Event[] | Refusal> {
    const answer = await this.#parts.host.exec(this.#run, command);
    if (!isRefusal(answer)) this.#parts.onEvents(answer);
    return answer;
  }

  async #outlook(): Promise<Outlook> {
    const { host, nextDueAt } = this.#parts;
    return host.look(this.#run, (state) => ({
      status: state.run.status, dueAt: nextDueAt(state), question: this.#openQuestion(state),
    }));
  }

  #stamp(): { readonly id: string; readonly at: number } {
    this.#commands += 1;
    return { id: `${this.#run}#${this.#commands}`, at: this.#parts.clock.now() };
  }

  /** Between a half and the whole of the longest that the kind takes, in whole seconds. */
  #duration(kind: OrderKind | 'answer'): number {
    const half = (mostMs[kind] ?? otherMs) / 2;
    const time = Math.ceil((half * (1 + this.#parts.random())) / 1000) * 1000;
    if (this.#slowed || kind !== this.#parts.course.slowFirst) return time;
    this.#slowed = true;
    return slowMs;
  }

  #openQuestion(state: State): Outlook['question'] {
    if (state.counts.openQuestions === 0) return null;
    for (const id of state.questions.keys()) {
      const question = state.questions.get(id);
      if (question?.status === 'open' && !this.#refused.has(id)) return question;
    }
    return null;
  }
}
