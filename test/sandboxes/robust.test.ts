/** Commands that write, fork or refuse to end without measure: the host stays as it was, and tells how they ended. */

import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, test } from 'node:test';
import type { SandboxLimits, SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };
const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const box = new Bubblewrap({ state: directory.path, path: process.env['PATH'] ?? '' });

interface Heard {
  readonly outcome: SandboxOutcome;
  readonly bytes: number;
  readonly text: Buffer;
}

let orders = 0;

/** Keeps only the beginning of what is written. */
async function hear(command: readonly string[], limits: Partial<SandboxLimits> = {}): Promise<Heard> {
  let [bytes, text] = [0, Buffer.alloc(0)];
  const order = boxedOrder(`robust-${orders += 1}`, command, { limits: { ...smallLimits, ...limits } });
  const outcome = await box.run(order, { onOutput: (_, part) => {
    bytes += part.length;
    if (text.length < 100) text = Buffer.concat([text, part]).subarray(0, 100);
  } });
  return { outcome, bytes, text };
}

const exit = (code: number): SandboxOutcome => ({ kind: 'exit', code });
const gigabyte = 2 ** 30;

test('1 GB of output is handed on and not kept', skip, async () => {
  const before = process.memoryUsage().rss;
  const { outcome, bytes } = await hear(['head', '-c', String(gigabyte), '/dev/zero'], { outputBytes: 2 * gigabyte, wallMs: 300_000, cpuMs: 300_000 });
  assert.deepEqual([outcome, bytes], [exit(0), gigabyte]);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < gigabyte / 4, `the host has grown by ${grown} bytes`);
});

test('what passes the limit ends the order at the very byte', skip, async () => {
  const { outcome, bytes } = await hear(['cat', '/dev/zero'], { outputBytes: 1_234_567 });
  assert.deepEqual([outcome, bytes], [{ kind: 'limit', which: 'output' }, 1_234_567]);
});

test('both streams share the limit', skip, async () => {
  const { outcome, bytes } = await hear(['sh', '-c', 'cat /dev/zero >&2 & cat /dev/zero'], { outputBytes: 1_000_000 });
  assert.deepEqual([outcome, bytes], [{ kind: 'limit', which: 'output' }, 1_000_000]);
});

test('bytes that are no text arrive as they were', skip, async () => {
  const { outcome, text } = await hear(['printf', '\\377\\376\\000\\200\\355\\240\\200\\033]0;x\\007']);
  assert.deepEqual([outcome, [...text]], [exit(0), [0xff, 0xfe, 0, 0x80, 0xed, 0xa0, 0x80, 0x1b, 0x5d, 0x30, 0x3b, 0x78, 7]]);
});

test('a storm of zombies is bounded, and gone with its order', skip, async () => {
  const storm = 'for (1 .. 100000) { my $pid = fork(); exit 9 unless defined $pid; exit 0 unless $pid } exit 1';
  const { outcome } = await hear(['perl', '-e', storm]);
  assert.deepEqual(outcome, exit(9), 'it could make no more than its limit');
});

test('a storm of orphans is gathered by the box itself', skip, async () => {
  // Each child leaves a child behind, which nobody but the first process of the box can gather.
  const storm = 'for (1 .. 2000) { my $pid = fork(); exit 9 unless defined $pid; if (!$pid) { fork() // exit 9; exit 0 } waitpid($pid, 0); exit 8 if $? } exit 7';
  const { outcome } = await hear(['perl', '-e', storm]);
  assert.deepEqual(outcome, exit(7));
});

test('a command that refuses every signal and has stopped its children ends when its time is up', skip, async () => {
  const text = 'trap "" HUP INT TERM USR1 USR2 PIPE; sh -c "kill -STOP \\$\\$" & setsid sh -c "trap \\"\\" TERM; while :; do sleep 100; done" & while :; do sleep 100; done';
  assert.deepEqual((await hear(['sh', '-c', text], { wallMs: 500 })).outcome, { kind: 'timeout' });
});

test('an order that is cancelled before it begins, or as it begins, ends as cancelled', skip, async () => {
  for (const [at, cancel] of [AbortSignal.abort(), abortSoon()].entries()) {
    const order = boxedOrder(`cancelled-${at}`, ['sleep', '1000']);
    assert.deepEqual(await box.run(order, { onOutput: () => undefined, cancel }), { kind: 'cancelled' });
  }
});

function abortSoon(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return controller.signal;
}
