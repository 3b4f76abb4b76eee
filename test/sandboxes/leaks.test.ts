/** A thousand orders one after the other, and eight at a time: nothing of them is left on the machine or in the host. */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SandboxOrder, SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { markOfOrder } from '../../src/sandbox/order/new-record.ts';
import { boxedOrder, whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { noTraces, tracesOf } from './order-traces.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

const warmUp = 100;
const inARow = 1_000;
const atOnce = 8;
const inLanes = 400;
/** What the host itself may have gained: code that became hot, not something for each order. */
const mostGrown = 2 ** 20;

/** Each word is of this run alone. */
const word = `leak-${randomUUID()}`;

interface Kind {
  readonly command: readonly string[];
  readonly more?: Partial<SandboxOrder>;
  readonly ends: SandboxOutcome['kind'];
}

const shell = (text: string): readonly string[] => ['sh', '-c', `: ${word}; ${text}`];
const { limits } = boxedOrder('none', ['true']);

/** What orders do, and how they end: each leaves something behind that has to be removed. */
const kinds: readonly Kind[] = [
  { command: ['true'], ends: 'exit' },
  { command: shell('setsid sleep 1000 & exit 0'), ends: 'exit' },
  { command: shell('kill -KILL $$'), ends: 'signal' },
  { command: shell('trap "" TERM; sleep 1000'), more: { limits: { ...limits, wallMs: 60 } }, ends: 'timeout' },
  { command: ['head', '-c', '3000000', '/dev/zero'], ends: 'limit' },
  { command: ['no-such-program'], ends: 'exit' },
  { command: shell('mkdir -p a/b; echo x > a/b/c; mkfifo a/pipe; ln -s / a/link'), ends: 'exit' },
];

test(`${inARow} orders in a row and ${atOnce} at once leave nothing`, skip, async () => {
  const directory = new TemporaryDirectory();
  try {
    chmodSync(directory.path, 0o755);
    const state = join(directory.path, 'state');
    const box = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
    const base = join(directory.path, 'base');
    mkdirSync(base);
    writeFileSync(join(base, 'file'), 'base');
    // As a host has them: an overlay, not a copy.
    if (box.baseUid !== null) chownSync(base, box.baseUid, box.baseUid);
    const marks = new Set<string>();
    const perform = async (at: number): Promise<void> => {
      const kind = kinds[at % kinds.length];
      if (kind === undefined) return;
      const id = `leak-${at}`;
      marks.add(markOfOrder(state, id));
      const layer = join(directory.path, `layer-${at}`);
      const outcome = await box.run(boxedOrder(id, kind.command, { workspace: { base, layer }, ...kind.more }), { onOutput: () => undefined });
      rmSync(layer, { recursive: true });
      assert.equal(outcome.kind, kind.ends, JSON.stringify(kind));
    };
    let next = 0;
    const performMany = async (count: number): Promise<void> => {
      for (const end = next + count; next < end; next += 1) await perform(next);
    };
    await performMany(warmUp);
    const before = ownThings();
    await performMany(inARow);
    assert.deepEqual(tracesOf(state, word, marks), noTraces);
    await Promise.all(Array.from({ length: atOnce }, async (_, lane) => {
      for (let one = 0; one < inLanes / atOnce; one += 1) await perform(next + lane + one * atOnce);
    }));
    assert.deepEqual(tracesOf(state, word, marks), noTraces);
    const after = ownThings();
    assert.deepEqual(after.descriptors, before.descriptors);
    assert.equal(after.children, 0);
    const grown = after.bytes - before.bytes;
    console.log(`${inARow + inLanes} orders: the host's memory has grown by ${(grown / 1024).toFixed(0)} KiB`);
    assert.ok(grown < mostGrown, `${grown} bytes are kept, ${Math.round(grown / (inARow + inLanes))} for each order`);
  } finally {
    directory.remove();
  }
});

function ownThings(): { readonly descriptors: readonly string[]; readonly children: number; readonly bytes: number } {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const children = readdirSync('/proc/self/task').flatMap((task) => childrenOf(task));
  return { descriptors: readdirSync('/proc/self/fd'), children: children.length, bytes: heapUsed + external + arrayBuffers };
}

function childrenOf(task: string): readonly string[] {
  return readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter((pid) => pid !== '');
}
