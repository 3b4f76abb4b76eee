/**
 * One hand: asks for an order, performs it, says that it lives meanwhile, and reports once (L1–L3, L6).
 *
 * What it was granted it reads from the brain's state, and not from the answer: an answer may be
 * lost, and the same question asked again is answered with nothing new.
 */

import { isNothing } from '../kernel/amount.ts';
import { describeOrder } from '../kernel/describe-order.ts';
import type { Event } from '../kernel/event.ts';
import type { Kept, ReportResult } from '../kernel/facts.ts';
import { isUnheard } from '../kernel/spoken.ts';
import type { State } from '../kernel/state.ts';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import type { ModelBill } from '../ports/gateway.ts';
import { costOf, usageOf } from './cost-of.ts';
import { giveBack } from './give-back.ts';
import type { HandParts, Work } from './hand-parts.ts';
import { perform } from './perform.ts';
import { scrubbedResult } from './scrub/scrubbed-result.ts';
import { stackOf } from './stack-of.ts';
import { inPlaceOf } from './unheld.ts';

export interface HandWatcher {
  /** What each command of this hand caused. */
  readonly onEvents: (events: readonly Event[]) => void;
  readonly stop: AbortSignal;
}

export interface Granted extends Omit<Work, 'parts' | 'cancel' | 'spoken' | 'keep' | 'billed'> {
  readonly leaseMs: number;
}

export class Hand {
  readonly name: string;
  readonly #parts: HandParts;
  readonly #watcher: HandWatcher;
  #sequence = 0;
  #doing: { readonly order: string; readonly epoch: number; readonly lost: AbortController; readonly spoken: AbortController } | null = null;

  constructor(name: string, parts: HandParts, watcher: HandWatcher) {
    this.name = name;
    this.#parts = parts;
    this.#watcher = watcher;
  }

  /** Asks for one order. The refusal, where there is none for now. */
  async ask(): Promise<Granted | Refusal> {
    const { host, run, clock, ids } = this.#parts;
    this.#sequence += 1;
    const sequence = this.#sequence;
    const answer = await host.exec(run, { type: 'lease', id: ids.next(), at: clock.now(), hand: this.name, sequence });
    if (!isRefusal(answer)) this.#watcher.onEvents(answer);
    const granted = await host.look(run, (state) => grantedTo(state, this.name, sequence));
    if (granted !== null) return granted;
    return isRefusal(answer) ? answer : { refused: 'nothing-ready', message: 'nothing was granted', rules: [] };
  }

  /** Performs what was granted, and reports it; what was lost meanwhile is another's, and as this hand is stopped it gives back. */
  async perform(granted: Granted): Promise<void> {
    const [lost, spoken] = [new AbortController(), new AbortController()];
    this.#doing = { order: granted.sheet.order.id, epoch: granted.epoch, lost, spoken };
    const cancel = AbortSignal.any([lost.signal, this.#watcher.stop]);
    const rest = this.#beat(granted, lost);
    const bills: (ModelBill | null)[] = [];
    try {
      await this.#done(granted, { lost: lost.signal, spoken: spoken.signal, cancel, billed: (bill) => void bills.push(bill) });
      await this.#settle(granted, bills);
    } catch (error) {
      // Where that cannot be told either, the first error is the one to hear of.
      await this.#settle(granted, bills).catch(() => undefined);
      throw error;
    } finally {
      rest();
      this.#doing = null;
    }
  }

  async #done(granted: Granted, { lost, ...rest }: Pick<Work, 'cancel' | 'spoken' | 'billed'> & { readonly lost: AbortSignal }): Promise<void> {
    const kept: Kept[] = [];
    const keep: Work['keep'] = async (what, bytes) => void kept.push({ what, digest: await this.#parts.blobs.put(bytes) });
    const result = await this.#performed({ ...granted, parts: this.#parts, keep, ...rest });
    if (lost.aborted) return;
    if (rest.cancel.aborted) await this.#giveBack(granted);
    else await this.#report(granted, result, kept);
  }

  /** Leaves off where nobody waits for the result any longer: the order is void, or another's. A leaf that is spoken to is to hear it. */
  look(state: State): void {
    if (this.#doing === null) return;
    const { order, epoch, lost, spoken } = this.#doing;
    if (state.leases.get(order)?.epoch !== epoch) return lost.abort();
    const row = state.orders.get(order);
    if (row !== undefined && isUnheard(row)) spoken.abort();
  }

  /** What is broken of ours ends the work of all hands, and before that its order, as the fault that it is (T3): an order is not tried for ever that breaks it. */
  async #performed(work: Work & Granted): Promise<ReportResult> {
    try {
      return await perform(work);
    } catch (error) {
      if (work.cancel.aborted) throw error;
      const text = error instanceof Error ? error.message : String(error);
      // Where that cannot be told either, the first error is the one to hear of; whoever comes next gives the order back.
      await this.#tell(work, { type: 'fault', text }, []).catch(() => undefined);
      throw error;
    }
  }

  async #giveBack(granted: Granted): Promise<void> {
    const held = { hand: this.name, order: granted.sheet.order.id, epoch: granted.epoch };
    this.#watcher.onEvents(await giveBack(this.#parts, held, 'its hand was stopped before it was done'));
  }

  async #report(granted: Granted, result: ReportResult, kept: readonly Kept[]): Promise<void> {
    try {
      await this.#tell(granted, result, kept);
    } catch (error) {
      const other = inPlaceOf(result, error);
      if (other === null) throw error;
      await this.#tell(granted, other, kept);
    }
  }

  async #tell({ sheet, epoch }: Granted, result: ReportResult, kept: readonly Kept[]): Promise<void> {
    const { host, run, clock, ids } = this.#parts;
    const answer = await host.exec(run, { type: 'report', id: ids.next(), at: clock.now(), hand: this.name, order: sheet.order.id, epoch, result: scrubbedResult(result, this.#parts.scrubber), ...(kept.length === 0 ? {} : { kept }) });
    // What is refused came too late, and is audited (L2).
    if (!isRefusal(answer)) this.#watcher.onEvents(answer);
  }

  /**
   * R4: once for a lease, however it ended, and also where it is another's by now. Models are asked through the gateway alone, whose
   * bills these are: without any, nothing was used; where one could not be had (`null`), the whole allowance stays owed.
   */
  async #settle({ sheet, epoch }: Granted, bills: readonly (ModelBill | null)[]): Promise<void> {
    const { host, run, clock, ids } = this.#parts;
    const { id, allowance } = sheet.order;
    const known = bills.filter((bill) => bill !== null);
    if (known.length < bills.length || (isNothing(allowance) && known.length === 0)) return;
    const answer = await host.exec(run, { type: 'settle', id: ids.next(), at: clock.now(), order: id, epoch, cost: costOf(known, allowance), ...(known.some(({ requests }) => requests > 0) ? { usage: usageOf(known) } : {}) });
    if (!isRefusal(answer)) this.#watcher.onEvents(answer);
  }

  /** L3: renews the lease while the work goes on; one that is refused is lost. Returns what ends it. */
  #beat({ sheet, epoch, leaseMs }: Granted, lost: AbortController): () => void {
    const { host, run, clock, ids } = this.#parts;
    let cancel: () => void = () => undefined;
    let isOver = false;
    const next = (): void => {
      if (!isOver) cancel = clock.at(clock.now() + Math.ceil(leaseMs / 3), () => void beat());
    };
    const beat = async (): Promise<void> => {
      try {
        const answer = await host.exec(run, { type: 'heartbeat', id: ids.next(), at: clock.now(), hand: this.name, order: sheet.order.id, epoch });
        if (isRefusal(answer)) lost.abort();
      } catch {
        // The journal could not be written this once: the lease's own time is longer than one beat.
      }
      next();
    };
    next();
    return () => {
      isOver = true;
      cancel();
    };
  }
}

/** What this hand holds since it asked so; `null`: nothing, or it is no longer its. */
function grantedTo(state: State, hand: string, sequence: number): Granted | null {
  const held = state.hands.get(hand);
  const lease = held === undefined || held.sequence !== sequence ? undefined : state.leases.get(held.order);
  if (held === undefined || lease === undefined || lease.epoch !== held.epoch || lease.hand !== hand || state.plan === null) return null;
  const sheet = describeOrder(state, held.order);
  return {
    sheet, ir: state.plan.ir, epoch: held.epoch, lastDeadline: lease.lastDeadline, begunAt: state.run.base, startedAt: state.run.startedAt, leaseMs: state.plan.ir.limits.leaseMs,
    landed: [...state.units.entries()].flatMap(([, unit]) => (unit.commit === null ? [] : [unit])),
    stack: sheet.publication === null ? [] : stackOf(state),
    tasksOf: new Map(sheet.returned.flatMap(({ digest }) => {
      const plan = state.plans.get(digest);
      return plan === undefined ? [] : [[digest, plan.tasks] as const];
    })),
  };
}
