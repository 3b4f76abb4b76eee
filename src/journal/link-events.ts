/** Gives new events their positions and chains: the same arithmetic for every journal. */

import { nextChain } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { NewEvent, StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Version } from '../ports/version.ts';

const maxSchema = 0xffff_ffff;

export function linkEvents(run: string, version: Version, events: readonly NewEvent[]): readonly StoredEvent[] {
  let { position, chain } = version;
  return events.map(({ schema, bytes }) => {
    position += 1;
    chain = nextChain(run, chain, { position, schema, bytes });
    return { position, schema, bytes, chain };
  });
}

/** The version after the last of `linked`; there is one. */
export function versionAfter(linked: readonly StoredEvent[]): Version {
  const last = linked.at(-1);
  if (last === undefined) throw new JournalError('invalid', 'Cannot append: there are no events.');
  return { position: last.position, chain: last.chain };
}

export function checkEvents(events: readonly NewEvent[]): void {
  if (events.length === 0) throw new JournalError('invalid', 'Cannot append: there are no events.');
  for (const { schema, bytes } of events) {
    if (!Number.isInteger(schema) || schema < 1 || schema > maxSchema) {
      throw new JournalError('invalid', `Cannot append: schema ${schema} is not a whole number from 1 to ${maxSchema}.`);
    }
    if (bytes.length > limits.eventBytes) {
      throw new JournalError('invalid', `Cannot append: an event has ${bytes.length} bytes, more than ${limits.eventBytes}.`);
    }
  }
}
