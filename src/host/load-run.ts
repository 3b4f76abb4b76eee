/**
 * Brings a state up to the journal's end: from a snapshot where a good one is, from the start where
 * not, and from wherever it stands for a state that was loaded before.
 *
 * Every event that is read is checked against the chain before it is believed. A snapshot is used
 * only if the journal has its chain at its position, and its schema is today's.
 */

import type { Anchor } from '../ports/anchor.ts';
import type { Brain } from '../ports/brain.ts';
import { genesis, nextChain } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { Journal, NewEvent, StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { Version } from '../ports/version.ts';
import { decodeEvent } from './event-codec.ts';

export interface Loaded<S> {
  readonly state: S;
  readonly version: Version;
}

export interface FirstLoad<S> extends Loaded<S> {
  /** Where the anchor stood. */
  readonly anchored: number;
  /** The position of the snapshot that it began with; 0 for none. */
  readonly snapshotted: number;
}

export interface Sources<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly anchor: Anchor;
}

/** Throws `JournalError` (`cut`) for a journal that has less than its anchor saw. */
export async function loadRun<S, C, E>(run: string, sources: Sources<S, C, E>): Promise<FirstLoad<S>> {
  const { brain, journal, anchor } = sources;
  const anchored = await checkAnchor(run, { anchor, journal });
  const snapshot = await fromSnapshot(run, sources);
  const from = snapshot ?? { state: brain.initialState(), version: genesis(run) };
  const loaded = await catchUp(run, from, sources);
  return { ...loaded, anchored: anchored?.position ?? 0, snapshotted: snapshot?.version.position ?? 0 };
}

export interface CatchUp<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  /** The last position to read; without it, the end. */
  readonly to?: number;
}

/** Evolves a loaded state by what was appended since. The state that it is given is consumed. */
export async function catchUp<S, C, E>(run: string, loaded: Loaded<S>, options: CatchUp<S, C, E>): Promise<Loaded<S>> {
  const { brain, journal, to = Infinity } = options;
  let { state, version } = loaded;
  for (;;) {
    const limit = Math.min(limits.pageEvents, to - version.position);
    if (limit <= 0) return { state, version };
    const page = await journal.read(run, { after: version.position, limit });
    for (const stored of page) {
      version = checkLink(run, version, stored);
      state = brain.evolve(state, decodeEvent(brain, run, stored));
    }
    if (page.length < limit) return { state, version };
  }
}

async function fromSnapshot<S, C, E>(run: string, sources: Sources<S, C, E>): Promise<Loaded<S> | null> {
  const { brain, journal, snapshots } = sources;
  const snapshot = await snapshots.load(run);
  if (snapshot === null || snapshot.schema !== brain.stateSchema) return null;
  if (!(await isAt(run, snapshot.version, journal))) return null;
  try {
    return { state: brain.thawState(JSON.parse(snapshot.data)), version: snapshot.version };
  } catch {
    return null; // Only an optimisation: the journal has it all.
  }
}

/** The run's anchor. Throws `JournalError` where it cannot be read, and where the journal does not reach it (`cut`). */
export async function checkAnchor(run: string, { anchor, journal }: { anchor: Anchor; journal: Journal }): Promise<Version | null> {
  // Before the journal is read: the journal may grow meanwhile, and never shrinks.
  const anchored = await anchor.read(run);
  if (anchored === null || (await isAt(run, anchored, journal))) return anchored;
  const message = `Run ${run} once had ${anchored.position} events, as its anchor shows, and its journal has fewer or others now. Run \`espalier verify ${run}\`, and restore the journal from a backup.`;
  throw new JournalError('cut', message, { position: anchored.position });
}

/** Whether the journal has this chain at this position: then it has all that led there. */
export async function isAt(run: string, { position, chain }: Version, journal: Journal): Promise<boolean> {
  const [stored] = await journal.read(run, { after: position - 1, limit: 1 });
  return stored !== undefined && stored.position === position && stored.chain === chain;
}

/** The version after an event that was read. Throws for one that does not follow. */
export function checkLink(run: string, before: Version, stored: StoredEvent): Version {
  const { position, chain } = stored;
  if (position === before.position + 1 && chain === nextChain(run, before.chain, stored)) return { position, chain };
  const message = `Event ${before.position + 1} of run ${run} is missing or not the one that was written. Run \`espalier verify ${run}\`.`;
  throw new JournalError('damaged', message, { position: before.position + 1 });
}

/** The version that a journal at `version` has once `events` are appended. */
export function versionWith(run: string, version: Version, events: readonly NewEvent[]): Version {
  let { position, chain } = version;
  for (const { schema, bytes } of events) {
    position += 1;
    chain = nextChain(run, chain, { position, schema, bytes });
  }
  return { position, chain };
}
