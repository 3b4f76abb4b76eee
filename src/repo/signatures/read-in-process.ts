/** The program of the reading process: a source comes in, what it exports goes out. Started by `reading-process.ts` alone. */

import { SignatureReader } from './read-signatures.ts';
import type { HasRead, ToRead } from './reading-process.ts';

const reader = SignatureReader.open();

process.on('disconnect', () => process.exit());
process.on('message', (wanted: ToRead) => void answer(wanted));

async function answer({ grammar, path, text }: ToRead): Promise<void> {
  const { lines, why }: HasRead = await (await reader).read(grammar, { path, text });
  process.send?.({ lines, why });
}

// A parser that broke is not to be asked again: whatever is thrown ends the process, and the host hears that it ended.
