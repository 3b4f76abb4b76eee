/** Events as the journal keeps them, JSON text in UTF-8, and back: parsed here and nowhere else. */

import type { Brain } from '../ports/brain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { NewEvent, StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export type EventCodec<E> = Pick<Brain<never, never, E>, 'eventSchema' | 'upcast'>;

/** Throws for an event that no journal takes, while it is still known whose command it is of. */
export function encodeEvent<E>(codec: EventCodec<E>, event: E): NewEvent {
  const bytes = encoder.encode(JSON.stringify(event));
  if (bytes.length <= limits.eventBytes) return { schema: codec.eventSchema, bytes };
  const message = `What the command causes is too large: an event of ${bytes.length} bytes, and ${limits.eventBytes} is the most. Nothing of it was kept; give less at a time.`;
  throw new JournalError('invalid', message);
}

/** Reads an event of any schema up to today's (R5). Throws `JournalError` for all else. */
export function decodeEvent<E>(codec: EventCodec<E>, run: string, stored: StoredEvent): E {
  const { position, schema, bytes } = stored;
  if (schema > codec.eventSchema) {
    const message = `Event ${position} of run ${run} was written by a newer Espalier (event schema ${schema}; this one knows ${codec.eventSchema}). Update Espalier; nothing was changed.`;
    throw new JournalError('newer-schema', message, { position });
  }
  try {
    const event: unknown = JSON.parse(decoder.decode(bytes));
    return codec.upcast({ schema, event });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = `Event ${position} of run ${run} cannot be read (${said}). Run \`espalier verify ${run}\`.`;
    throw new JournalError('damaged', message, { position, cause: error });
  }
}
