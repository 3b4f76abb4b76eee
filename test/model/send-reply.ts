/** Sends a reply as its fault says: whole, in drips, broken off, or not at all. */

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './script.ts';

/** On every response, so that none is ever taken for a model's. */
export const mark: Readonly<Record<string, string>> = { 'x-scripted-model': 'no model was asked' };

export interface Reply {
  /** Events of a stream, or one document. */
  readonly parts: readonly string[];
  readonly isStream: boolean;
}

const unreadable: Readonly<Record<'stream' | 'whole', string>> = { stream: 'data: {"type": "cut in the mid\n\n', whole: '{"cut in the mid' };

export async function sendReply(answer: ServerResponse, { parts, isStream }: Reply, fault: Fault | null): Promise<void> {
  if (fault?.kind === 'hang' && fault.headers === 'withheld') return;
  answer.writeHead(200, { ...mark, 'content-type': isStream ? 'text/event-stream' : 'application/json', 'cache-control': 'no-cache' });
  answer.flushHeaders();
  if (fault?.kind === 'hang') return;
  const breaks = fault?.kind === 'cut' || fault?.kind === 'malformed' ? Math.min(fault.after ?? 2, parts.length - 1) : -1;
  for (const [at, part] of parts.entries()) {
    if (at === breaks && fault?.kind === 'cut') return broken(answer, isStream ? '' : part.slice(0, part.length / 2));
    if (at === breaks) await write(answer, unreadable[isStream ? 'stream' : 'whole']);
    // tidy: allow no-sleep-in-tests: a slow model is what is played
    if (fault?.kind === 'drip') await wait(fault.waitMs);
    if (answer.destroyed) return;
    await write(answer, part);
  }
  answer.end();
}

/** What was written gets there, and then no more. */
async function broken(answer: ServerResponse, rest: string): Promise<void> {
  await new Promise<void>((resolve) => { answer.write(rest === '' ? '\n' : rest, () => resolve()); });
  answer.destroy();
}

async function write(answer: ServerResponse, part: string): Promise<void> {
  if (!answer.write(part) && !answer.destroyed) await Promise.race([once(answer, 'drain'), once(answer, 'close')]);
}
