/**
 * Kill −9: processes that append to one database, several at once and two to a run, are killed in
 * the middle of it, 200 times. What they had acknowledged is there, once and whole.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { verifyRun } from '../../src/host/verify-run.ts';
import { openLocal } from '../../src/journal/open-local.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { toyBrain } from '../contracts/toy-brain.ts';
import { seeded } from './seeded.ts';

const seed = 20_261_121;
const atOnce = 6;
const runs = 3;
const mostAcks = 24;
const child = new URL('append-child.ts', import.meta.url).pathname;

interface Plan {
  readonly directory: string;
  readonly kills: number;
  readonly manner: 'honest' | 'liar';
}

interface Acked {
  readonly run: string;
  readonly ids: readonly string[];
}

/** Lets one child append until it has acknowledged so many commands, then kills it. */
async function killOne({ directory, manner }: Plan, number: number, acks: number): Promise<Acked> {
  const run = `run-${number % runs}`;
  const process_ = spawn(process.execPath, [child, directory, run, `child-${number}`, manner], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(process_, 'close');
  const ids: string[] = [];
  // Lines that arrive after the kill were acknowledged before it: all count.
  for await (const line of createInterface(process_.stdout)) {
    ids.push(line);
    if (ids.length === acks) process_.kill('SIGKILL');
  }
  const [code, signal] = await gone;
  assert.equal(signal, 'SIGKILL', `child ${number} ended with code ${String(code)} by itself`);
  return { run, ids };
}

async function killAll(plan: Plan): Promise<readonly Acked[]> {
  const { kills } = plan;
  const random = seeded(seed);
  const acks = Array.from({ length: kills }, () => 1 + Math.floor(random() * mostAcks));
  const acked: Acked[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next; number < kills; number = next) {
      next += 1;
      acked.push(await killOne(plan, number, acks[number] ?? 1));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return acked;
}

/** The commands of a run; fails for one whose events are not all there, together and in order. */
async function commandsOf(directory: string, run: string): Promise<ReadonlySet<string>> {
  const local = openLocal(directory);
  const events = (await local.journal.read(run, { after: 0, limit: 1_000_000 })).map(({ bytes, schema }) =>
    toyBrain.upcast({ schema, event: JSON.parse(Buffer.from(bytes).toString()) }));
  assert.deepEqual(await verifyRun(run, { ...local, brain: toyBrain }), []);
  await local.journal.close();
  const commands = new Set<string>();
  assert.equal(events.length % 3, 0);
  for (const [index, event] of events.entries()) {
    assert.ok(event.type === 'Noted' && event.part === index % 3);
    assert.equal(event.by, events[index - event.part]?.by);
    if (event.part > 0) continue;
    assert.ok(!commands.has(event.by), `${event.by} was applied twice`);
    commands.add(event.by);
  }
  return commands;
}

interface Count {
  readonly acknowledged: number;
  readonly appended: number;
  readonly lost: readonly string[];
}

async function count(plan: Plan): Promise<Count> {
  const acked = await killAll(plan);
  assert.equal(acked.length, plan.kills);
  const lost: string[] = [];
  let appended = 0;
  let acknowledged = 0;
  for (let number = 0; number < runs; number += 1) {
    const run = `run-${number}`;
    const commands = await commandsOf(plan.directory, run);
    appended += commands.size;
    for (const { ids } of acked.filter((one) => one.run === run)) {
      acknowledged += ids.length;
      lost.push(...ids.filter((id) => !commands.has(id)));
    }
  }
  return { acknowledged, appended, lost };
}

async function counted(kills: number, manner: Plan['manner']): Promise<Count> {
  const directory = new TemporaryDirectory();
  try {
    return await count({ directory: directory.path, kills, manner });
  } finally {
    directory.remove();
  }
}

describe('kill -9', () => {
  it(`200 kills lose nothing that was acknowledged (seed ${seed})`, async (t) => {
    const { acknowledged, appended, lost } = await counted(200, 'honest');
    t.diagnostic(`${acknowledged} acknowledged, ${appended} appended, ${lost.length} lost`);
    assert.deepEqual(lost, []);
  });

  it('finds what is lost where processes acknowledge too early', async () => {
    const { lost } = await counted(12, 'liar');
    assert.ok(lost.length > 0);
  });
});
