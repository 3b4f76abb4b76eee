/** A box while it lives: what it writes, within its limit; and everything that can end it from outside. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxOrder, SandboxOutcome, SandboxWatcher } from '../../ports/sandbox.ts';
import { endProcess, isFirstOfItsOwn, markOf, type ProcessMark } from '../machine/processes.ts';

export interface Watched {
  /** Why it was ended from outside; `null`: it ended by itself. */
  readonly cause: SandboxOutcome | null;
  /** As the program that makes the box tells it; `null`: the command was never started. */
  readonly code: number | null;
  /** The exit code of the chain itself. */
  readonly chainCode: number | null;
  /** The last of what was written to stderr, for faults of the chain. */
  readonly complaint: string;
  /** Of the box's processes, those that are known. */
  readonly known: readonly ProcessMark[];
  /** Whether the first of them was told of: where it is not among those known it was gone already. */
  readonly hasInitial: boolean;
}

interface Watching {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  /** Asked again and again: a limit that was passed, if one was. */
  readonly passed: () => Promise<SandboxOutcome | null>;
  /** What tells of the command; otherwise what bubblewrap writes to descriptor 3. */
  readonly teller?: Teller;
  /** Told once, as soon as it is known: the first process of the box. */
  readonly onInitial?: (initial: ProcessMark) => void;
}

/** Tells of the command, beside its streams. */
export interface Teller {
  /** The first process of the box; 0: it is not known yet. */
  readonly initial: number;
  /** All was told, once the chain has ended. */
  readonly ended: Promise<unknown>;
  /** Of the command, once the chain has ended with this one; `null`: it was never started. */
  code(chainCode: number | null): number | null;
}

const lookEveryMs = 100;
const complaintBytes = 2_000;

export async function watchBox(child: ChildProcess, { order, watcher, passed, teller, onInitial }: Watching): Promise<Watched> {
  let cause: SandboxOutcome | null = null;
  // Numbers are given to others once a process is gone: each is kept with the start of whoever had it first.
  const chain = markOf(child.pid ?? 0);
  let initial: ProcessMark | null = null;
  const known = (): readonly ProcessMark[] => {
    // Seen late, the number may be another's already, whose box it does not begin.
    initial ??= status.initial > 0 && (teller !== undefined || isFirstOfItsOwn(status.initial)) ? markOf(status.initial) : null;
    return initial === null ? [] : [initial];
  };
  const status = teller ?? new Status(child.stdio[3], () => known().forEach((one) => onInitial?.(one)));
  const end = (why: SandboxOutcome): void => {
    cause ??= why;
    for (const one of [chain, ...known()]) endProcess(one);
  };
  const complaint = follow(child, { order, watcher, end });
  feed(child, order);
  const cancel = (): void => end({ kind: 'cancelled' });
  watcher.cancel?.addEventListener('abort', cancel);
  if (watcher.cancel?.aborted === true) cancel();
  const clock = setTimeout(() => end({ kind: 'timeout' }), order.limits.wallMs);
  const over = new AbortController();
  const looking = look(over.signal, async () => {
    known();
    const found = await passed();
    if (found !== null) end(found);
  });
  const [chainCode]: (number | null)[] = await once(child, 'exit');
  over.abort();
  // What the command left running holds the streams; it dies with the first process of its namespace.
  for (const one of known()) endProcess(one);
  clearTimeout(clock);
  watcher.cancel?.removeEventListener('abort', cancel);
  await looking;
  await status.ended;
  return { cause, code: status.code(chainCode ?? null), chainCode: chainCode ?? null, complaint: complaint(), known: known(), hasInitial: status.initial > 0 };
}

/** A look that takes long is followed by a pause as long: looking is never most of what is done. */
async function look(over: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!over.aborted) {
    const start = performance.now();
    await act();
    // Cut short at the end: that is what its rejection says.
    await pause(Math.max(lookEveryMs, performance.now() - start), undefined, { signal: over }).catch(() => undefined);
  }
}

interface Following extends Pick<Watching, 'order' | 'watcher'> {
  readonly end: (why: SandboxOutcome) => void;
}

function follow(child: ChildProcess, { order, watcher, end }: Following): () => string {
  let left = order.limits.outputBytes;
  let complaint = Buffer.alloc(0);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (bytes: Buffer) => {
      const given = bytes.subarray(0, left);
      left -= given.length;
      if (given.length > 0) watcher.onOutput(name, given);
      if (given.length < bytes.length) end({ kind: 'limit', which: 'output' });
      if (name === 'stderr') complaint = Buffer.concat([complaint, given]).subarray(-complaintBytes);
    });
  }
  return () => complaint.toString('utf8').trim();
}

function feed({ stdin }: ChildProcess, order: SandboxOrder): void {
  // Who does not read what it is given may leave it.
  stdin?.on('error', () => undefined);
  stdin?.end(order.stdin);
}

/** What bubblewrap says of the command: its first process, and its exit code once it was really started. */
class Status implements Teller {
  #text = '';
  readonly ended: Promise<unknown>;

  constructor(stream: Readable | Writable | null | undefined, onInitial: () => void) {
    if (stream === null || stream === undefined || !('read' in stream)) {
      this.ended = Promise.resolve();
      return;
    }
    stream.on('data', (bytes: Buffer) => {
      const before = this.initial;
      if (this.#text.length < 10_000) this.#text += bytes.toString('utf8');
      if (before === 0 && this.initial > 0) onInitial();
    });
    this.ended = once(stream, 'close');
  }

  get initial(): number {
    return this.#number('child-pid') ?? 0;
  }

  code(): number | null {
    return this.#number('exit-code');
  }

  #number(name: string): number | null {
    const found = new RegExp(`"${name}": (\\d+)`).exec(this.#text)?.[1];
    return found === undefined ? null : Number(found);
  }
}

/** Names of signals by number. bubblewrap, as shells do, tells a death by signal as 128 and its number. */
const signals: ReadonlyMap<number, string> = new Map(
  // The older of two names for one number comes first, and is the one that is known.
  Object.entries(constants.signals).toReversed().map(([name, number]) => [number, name]),
);

export function outcomeOf(code: number): SandboxOutcome {
  const signal = code > 128 ? signals.get(code - 128) : undefined;
  if (signal === undefined) return { kind: 'exit', code };
  if (signal === 'SIGXCPU') return { kind: 'limit', which: 'cpu' };
  if (signal === 'SIGXFSZ') return { kind: 'limit', which: 'file-size' };
  return { kind: 'signal', signal };
}
