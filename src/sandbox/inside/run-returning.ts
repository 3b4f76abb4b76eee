/**
 * An order that wants files back: the attendant sends them on the command's own stdout, and here they are taken out of it.
 *
 * The frames are not the command's output: the box may write more by what the files may take, and the command's own
 * limit is counted here, to the byte.
 */

import type { Sandbox, SandboxOrder, SandboxOutcome, SandboxWatcher } from '../../ports/sandbox.ts';
import { framesBytes, ReturnReader } from './return-reader.ts';

type StreamName = Parameters<SandboxWatcher['onOutput']>[0];

/** `run` performs the order with the attendant, whose frames begin with `word`. */
export async function runReturning(order: SandboxOrder, watcher: SandboxWatcher, { word, run }: { readonly word: string; readonly run: Sandbox['run'] }): Promise<SandboxOutcome> {
  const { limits, returns = [] } = order;
  const full = new AbortController();
  let left = limits.outputBytes;
  const pass = (stream: StreamName, bytes: Uint8Array): void => {
    const given = bytes.subarray(0, left);
    left -= given.length;
    if (given.length > 0) watcher.onOutput(stream, given);
    if (given.length < bytes.length && watcher.cancel?.aborted !== true) full.abort();
  };
  const reader = new ReturnReader(word, returns, (bytes) => pass('stdout', bytes));
  const raised = { ...order, limits: { ...limits, outputBytes: Math.min(limits.outputBytes + framesBytes(returns), Number.MAX_SAFE_INTEGER) } };
  const ended = await run(raised, {
    ...watcher,
    onOutput: (stream, bytes) => {
      if (stream === 'stdout') reader.push(bytes);
      else pass(stream, bytes);
    },
    cancel: AbortSignal.any([full.signal, ...(watcher.cancel === undefined ? [] : [watcher.cancel])]),
  });
  const results = reader.end();
  // What came first ended it; of that its time alone is not undone by what was written too much.
  const outcome: SandboxOutcome = full.signal.aborted && ended.kind !== 'timeout' ? { kind: 'limit', which: 'output' } : ended;
  if (outcome.kind === 'exit' || outcome.kind === 'signal') for (const result of results) watcher.onReturned?.(result);
  return outcome;
}
