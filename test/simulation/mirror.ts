/**
 * What the world itself reads from the journal, event by event: the run as it durably is.
 *
 * Every event that is found was appended by a host, whole batches only; nothing that was read once
 * ever changes or goes away; and what a host has answered is there.
 */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import type { Event } from '../../src/kernel/event.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Journal, NewEvent, StoredEvent } from '../../src/ports/journal.ts';
import { Ledger } from './ledger.ts';
import { type Counts, count } from './tally.ts';
import { insist } from './violation.ts';

const decoder = new TextDecoder();

export interface MirrorParts {
  readonly run: string;
  readonly brain: KernelBrain;
  /** The journal as the disk has it, without faults. */
  readonly read: Journal['read'];
}

export class Mirror {
  readonly events: Counts = {};
  readonly #parts: MirrorParts;
  readonly #ledger = new Ledger();
  readonly #texts: string[] = [];
  /** What hosts tried to append, by the position after which it would stand. */
  readonly #attempts = new Map<number, string[][]>();
  #chain = '';
  #state: State;

  constructor(parts: MirrorParts) {
    this.#parts = parts;
    this.#state = parts.brain.initialState();
  }

  get state(): State {
    return this.#state;
  }

  get position(): number {
    return this.#texts.length;
  }

  /** A host is about to append. */
  attempted(after: number, events: readonly NewEvent[]): void {
    const texts = events.map((event) => decoder.decode(event.bytes));
    const known = this.#attempts.get(after);
    if (known === undefined) this.#attempts.set(after, [texts]);
    else known.push(texts);
  }

  async catchUp(): Promise<void> {
    const from = this.position;
    const page = await this.#parts.read(this.#parts.run, { after: Math.max(from - 1, 0), limit: 100_000 });
    const fresh = from === 0 ? page : page.slice(1);
    const kept = from === 0 || (page[0]?.position === from && page[0].chain === this.#chain);
    insist(kept, 'durable', `event ${from} was read before, and is gone or another one now`);
    for (let at = 0; at < fresh.length;) at += this.#takeBatch(fresh.slice(at));
  }

  /** Takes the batch that some host appended here. */
  #takeBatch(fresh: readonly StoredEvent[]): number {
    const after = this.position;
    const texts = fresh.map((event) => decoder.decode(event.bytes));
    const batch = (this.#attempts.get(after) ?? [])
      .filter((attempt) => attempt.every((text, index) => text === texts[index]))
      .toSorted((one, other) => other.length - one.length)[0];
    insist(batch !== undefined, 'atomic', `after event ${after} stands what no host appended there as a whole`);
    for (const [index, text] of batch.entries()) this.#take(text, fresh[index]?.chain ?? '');
    this.#attempts.delete(after);
    return batch.length;
  }

  #take(text: string, chain: string): void {
    const event = this.#parts.brain.upcast({ schema: this.#parts.brain.eventSchema, event: JSON.parse(text) });
    this.#ledger.observe(event);
    count(this.events, event.type);
    this.#state = this.#parts.brain.evolve(this.#state, event);
    this.#texts.push(text);
    this.#chain = chain;
  }

  /** What a host has answered is in the journal, in one piece, after where the journal stood before. */
  insistHas(events: readonly Event[], since: number): void {
    const [first, ...rest] = events.map((event) => JSON.stringify(event));
    if (first === undefined) return;
    for (let at = this.#texts.indexOf(first, since); at >= 0; at = this.#texts.indexOf(first, at + 1)) {
      if (rest.every((text, index) => this.#texts[at + 1 + index] === text)) return;
    }
    insist(false, 'durable', `a host answered ${events[0]?.type ?? ''}, which is not in the journal`);
  }
}
