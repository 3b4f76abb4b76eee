/**
 * The hands of one run: as many as there are, each taking the next order as soon as it is free.
 *
 * They stop when the run has ended, when they are told to, and, where nobody is to wait, when all
 * that is left waits for a person. A run that others change, people above all, wakes them.
 */

import type { RunStatus } from '../kernel/rows.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { heldIn, takeBack } from './give-back.ts';
import { nextDueAt } from '../kernel/decide/lease.ts';
import type { Event } from '../kernel/event.ts';
import type { HandParts } from './hand-parts.ts';
import { Hand } from './hand.ts';
import { Projection, type Seen, seenIn } from './projection.ts';

export interface CrewOptions {
  readonly hands: number;
  /** Yields when the run may have changed: a hint. */
  readonly wakes: AsyncIterable<void>;
  /** Whether to go on while only people can. */
  readonly staysForPeople: boolean;
  readonly onEvents: (events: readonly Event[]) => void;
  readonly stop: AbortSignal;
}

/** `running`: it was stopped, or waits for a person. */
export interface CrewEnd {
  readonly status: RunStatus;
  readonly waitsForPerson: boolean;
}

/** How often it is asked whether the processes of other hands still live. */
const lookAgainMs = 10_000;

const over: ReadonlySet<RunStatus> = new Set(['halted', 'aborted', 'complete']);

export async function workOn(parts: HandParts, options: CrewOptions): Promise<CrewEnd> {
  const crew = new Crew(parts, options);
  return crew.work();
}

interface Outlook {
  readonly status: RunStatus;
  readonly isDue: boolean;
  readonly hasQuestion: boolean;
  readonly seen: Seen;
}

class Crew {
  readonly #parts: HandParts;
  readonly #options: CrewOptions;
  readonly #projection: Projection;
  /** What was thrown first: a bug of ours, or a journal that cannot be written. */
  #failure: unknown = null;
  readonly #busy = new Map<Hand, Promise<void>>();
  readonly #idle: Hand[];
  readonly #own: ReadonlySet<string>;
  #wake: () => void = () => undefined;
  #isWoken = false;
  /** Hands of other processes hold leases. */
  #hasOthers = false;

  constructor(parts: HandParts, options: CrewOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#projection = new Projection(parts);
    const { onEvents, stop } = options;
    const watcher = { onEvents, stop };
    this.#idle = Array.from({ length: options.hands }, () => new Hand(parts.handNames.next(), parts, watcher));
    this.#own = new Set(this.#idle.map(({ name }) => name));
    stop.addEventListener('abort', () => this.#woken());
  }

  async work(): Promise<CrewEnd> {
    const wakes = this.#options.wakes[Symbol.asyncIterator]();
    const listening = this.#listen(wakes);
    try {
      await this.#takeBack();
      // Before anything is handed out: a ref that somebody else moved halts the run (B1).
      await this.#projection.follow((await this.#outlook()).seen);
      for (;;) {
        await this.#handOut();
        const outlook = await this.#outlook();
        await this.#projection.follow(outlook.seen);
        if (this.#isOver(outlook)) break;
        if (await this.#takeBack()) continue;
        await this.#untilWoken();
      }
    } finally {
      await Promise.all(this.#busy.values());
      await wakes.return?.();
      await listening;
    }
    if (this.#failure !== null) throw this.#failure;
    const { status, hasQuestion, seen } = await this.#outlook();
    await this.#projection.follow(seen);
    return { status, waitsForPerson: hasQuestion };
  }

  #isOver({ status, isDue, hasQuestion }: Outlook): boolean {
    if (this.#options.stop.aborted) return true;
    // What others are at is finished and reported, whatever has failed in one hand.
    if (this.#busy.size > 0) return false;
    if (this.#failure !== null) return true;
    if (over.has(status)) return true;
    return !this.#options.staysForPeople && !isDue && (hasQuestion || status === 'paused');
  }

  /**
   * What hands hold whose process no longer lives is given back for them: nothing of the leaf's has failed (T3), and nobody
   * waits until their leases lapse. Whether there was any.
   */
  async #takeBack(): Promise<boolean> {
    const { host, run, isGone } = this.#parts;
    const held = await host.look(run, heldIn);
    const lost = held.filter(({ hand }) => isGone(hand));
    for (const one of lost) this.#options.onEvents(await takeBack(this.#parts, one, 'the process that performed it has ended before it was done'));
    this.#hasOthers = held.some(({ hand }) => !this.#own.has(hand) && !isGone(hand));
    return lost.length > 0;
  }

  /** Until every hand has work, or there is none. */
  async #handOut(): Promise<void> {
    while (!this.#options.stop.aborted && this.#failure === null) {
      const hand = this.#idle.pop();
      if (hand === undefined) return;
      const granted = await hand.ask();
      if (isRefusal(granted)) {
        this.#idle.push(hand);
        return;
      }
      const work = hand.perform(granted).catch((error: unknown) => this.#fail(error)).finally(() => {
        this.#busy.delete(hand);
        this.#idle.push(hand);
        this.#woken();
      });
      this.#busy.set(hand, work);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  #outlook(): Promise<Outlook> {
    const { host, run } = this.#parts;
    return host.look(run, (state) => {
      for (const hand of this.#busy.keys()) hand.look(state);
      return { status: state.run.status, isDue: nextDueAt(state) !== null, hasQuestion: state.counts.openQuestions > 0, seen: seenIn(state) };
    });
  }

  async #listen(wakes: AsyncIterator<void>): Promise<void> {
    while (!((await wakes.next()).done ?? false)) this.#woken();
  }

  #woken(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async #untilWoken(): Promise<void> {
    const { clock } = this.#parts;
    // A process that dies tells nobody.
    const rest = this.#hasOthers ? clock.at(clock.now() + lookAgainMs, () => this.#woken()) : undefined;
    if (!this.#isWoken) await new Promise<void>((resolve) => { this.#wake = resolve; });
    rest?.();
    this.#isWoken = false;
  }
}
