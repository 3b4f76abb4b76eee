/**
 * Proves a run's journal: finds every event or blob that was changed, lost, doubled or moved, and
 * says where. It trusts no snapshot, and reads everything.
 *
 * Each event is checked against the stored chain of the one before it, so that one bad event is one
 * finding and what follows is still judged; for what does not fit it is asked where it was written.
 * That the tail was not cut is shown by the anchor only, as far as it reaches.
 */

import type { Anchor } from '../ports/anchor.ts';
import { BlobDamaged, type Blobs } from '../ports/blobs.ts';
import type { Brain } from '../ports/brain.ts';
import { genesis, nextChain } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { Journal, StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Version } from '../ports/version.ts';
import { decodeEvent } from './event-codec.ts';
import { type Misfit, writtenAt } from './written-at.ts';

export type FindingKind =
  | 'changed'
  | 'moved'
  | 'missing'
  | 'doubled'
  | 'unreadable'
  | 'unreplayable'
  | 'cut'
  | 'forked'
  | 'unanchored'
  | 'blob-missing'
  | 'blob-changed';

export interface Finding {
  readonly position: number;
  readonly kind: FindingKind;
  readonly message: string;
}

export interface VerifySources<S, C, E> {
  readonly journal: Journal;
  readonly blobs: Blobs;
  readonly anchor: Anchor;
  /** With it, events are also read, replayed, and asked for their blobs. */
  readonly brain?: Brain<S, C, E>;
}

/** What is wrong, in the order of positions; empty: nothing is. Never throws for what it finds. */
export async function verifyRun<S, C, E>(run: string, sources: VerifySources<S, C, E>): Promise<readonly Finding[]> {
  const verifier = new Verifier(run, sources);
  return verifier.verify();
}

class Verifier<S, C, E> {
  readonly #run: string;
  readonly #sources: VerifySources<S, C, E>;
  readonly #findings: Finding[] = [];
  readonly #positionOf = new Map<string, number>();
  /** What was found of each blob, `null` for nothing: each is read once. */
  readonly #blobs = new Map<string, BlobFault | null>();
  /** `null` once an event could not be replayed: what follows would only say so again. */
  #state: { readonly value: S } | null;
  /** After an event that could not be read or is not there: the next one's chain is taken as it is. */
  #isLoose = false;
  #position = 0;
  /** The newest that could be read; of one that is there twice, the first. */
  #last: Version;
  readonly #misfits: Misfit[] = [];

  constructor(run: string, sources: VerifySources<S, C, E>) {
    this.#run = run;
    this.#sources = sources;
    this.#last = genesis(run);
    this.#state = sources.brain === undefined ? null : { value: sources.brain.initialState() };
  }

  async verify(): Promise<readonly Finding[]> {
    const anchored = await this.#readAnchor();
    for (let page = await this.#page(); page.length > 0; page = await this.#page()) {
      for (const stored of page) {
        this.#link(stored);
        if (anchored !== null && anchored.position === stored.position) this.#compare(anchored, stored);
        await this.#replay(stored);
        if (this.#findings.length + this.#misfits.length >= limits.findings) return this.#all();
      }
    }
    this.#end(anchored);
    return this.#all();
  }

  /** What does not fit first, so that of one position it stands before what follows from it. */
  #all(): readonly Finding[] {
    const found = this.#findings.splice(0);
    const places = writtenAt(this.#run, this.#misfits);
    for (const { stored: { position }, isLoose } of this.#misfits) {
      const place = places.get(position);
      if (place !== undefined && place !== position) this.#find(position, 'moved', `is not what was written there: it is event ${place}, moved`);
      if (place === undefined && !isLoose) this.#find(position, 'changed', 'is not what was written there: it was changed, moved, or put in');
    }
    return [...this.#findings, ...found].toSorted((a, b) => a.position - b.position);
  }

  /** The next events; steps over one that cannot be read. Empty at the end. */
  async #page(): Promise<readonly StoredEvent[]> {
    let limit: number = limits.pageEvents;
    for (let faults = 0; faults < limits.findings; ) {
      try {
        return await this.#sources.journal.read(this.#run, { after: this.#position, limit });
      } catch (error) {
        const at = error instanceof JournalError ? error.position : null;
        const good = at === null ? 0 : at - 1 - this.#position;
        if (good > 0 && good < limit) {
          limit = good; // What is before it, first.
          continue;
        }
        faults += 1;
        this.#find(this.#position + 1, 'unreadable', `cannot be read: ${messageOf(error)}`);
        this.#position += 1;
        this.#isLoose = true;
        this.#state = null;
        limit = limits.pageEvents;
        // Where the journal as a whole does not answer, nothing after this would.
        if (at === null || !(await this.#answers())) return [];
      }
    }
    return [];
  }

  async #answers(): Promise<boolean> {
    try {
      return (await this.#sources.journal.head(this.#run)).position > this.#position;
    } catch {
      return false; // Found above already.
    }
  }

  #link(stored: StoredEvent): void {
    const { position, chain } = stored;
    const expected = this.#position + 1;
    if (position !== expected) {
      const last = position - 1;
      this.#find(expected, 'missing', last > expected ? `to ${last} are missing` : 'is missing');
      this.#isLoose = true;
      this.#state = null;
    }
    const first = this.#positionOf.get(chain);
    const isLoose = this.#isLoose;
    if (first !== undefined) this.#find(position, 'doubled', `is event ${first} again`);
    else if (isLoose || nextChain(this.#run, this.#last.chain, stored) !== chain) {
      this.#misfits.push({ stored, before: this.#last, isLoose });
    }
    if (first === undefined) this.#positionOf.set(chain, position);
    this.#last = { position: first ?? position, chain };
    this.#position = position;
    this.#isLoose = false;
  }

  async #replay(stored: StoredEvent): Promise<void> {
    const { brain } = this.#sources;
    if (brain === undefined) return;
    try {
      const event = decodeEvent(brain, this.#run, stored);
      for (const blob of brain.blobsOf(event)) await this.#checkBlob(stored.position, blob);
      if (this.#state !== null) this.#state = { value: brain.evolve(this.#state.value, event) };
    } catch (error) {
      this.#state = null;
      this.#find(stored.position, 'unreplayable', `cannot be replayed: ${messageOf(error)}`);
    }
  }

  async #checkBlob(position: number, blob: string): Promise<void> {
    const fault = this.#blobs.has(blob) ? this.#blobs.get(blob) : await blobFault(this.#sources.blobs, blob);
    this.#blobs.set(blob, fault ?? null);
    if (fault !== undefined && fault !== null) this.#find(position, fault.kind, `names blob ${blob}, ${fault.what}`);
  }

  async #readAnchor(): Promise<Version | null> {
    try {
      return await this.#sources.anchor.read(this.#run);
    } catch (error) {
      this.#find(0, 'unanchored', `has no anchor that can be read: ${messageOf(error)}`);
      return null;
    }
  }

  #compare(anchored: Version, stored: StoredEvent): void {
    if (anchored.chain === stored.chain) return;
    this.#find(stored.position, 'forked', 'is not the one that was anchored: the history up to it was rewritten');
  }

  #end(anchored: Version | null): void {
    if (anchored !== null && anchored.position > this.#position) {
      this.#find(this.#position + 1, 'cut', `to ${anchored.position} were cut off: the anchor saw them`);
    }
    // The first acknowledged command had an anchor; a shorter run may have been killed before that.
    const unanchored = anchored === null && this.#position > limits.anchorEveryEvents;
    if (unanchored && this.#findings.every((finding) => finding.kind !== 'unanchored')) {
      this.#find(0, 'unanchored', `has ${this.#position} events and no anchor: a cut tail could not be seen`);
    }
  }

  #find(position: number, kind: FindingKind, what: string): void {
    const subject = position === 0 ? `Run ${this.#run}` : `Event ${position}`;
    this.#findings.push({ position, kind, message: `${subject} ${what}.` });
  }
}

interface BlobFault {
  readonly kind: FindingKind;
  readonly what: string;
}

async function blobFault(blobs: Blobs, blob: string): Promise<BlobFault | null> {
  try {
    return (await blobs.get(blob)) === null ? { kind: 'blob-missing', what: 'which is missing' } : null;
  } catch (error) {
    const kind = error instanceof BlobDamaged ? 'blob-changed' : 'unreadable';
    return { kind, what: `which is not whole: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, '');
}
