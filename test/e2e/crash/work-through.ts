/** Works on a kept world to its end: hands, projection, journal, repository and publishing are the real ones, time and boxes are not. */

import { join } from 'node:path';
import { scriptedAgent } from '../../../src/agents/scripted.ts';
import { workOn } from '../../../src/hands/crew.ts';
import type { HandParts } from '../../../src/hands/hand-parts.ts';
import { scrubber } from '../../../src/hands/scrub/scrubber.ts';
import { LocalRunHost } from '../../../src/host/local-run-host.ts';
import { randomIds } from '../../../src/host/random-ids.ts';
import { type Finding, verifyRun } from '../../../src/host/verify-run.ts';
import { type Local, openLocal } from '../../../src/journal/open-local.ts';
import { brain } from '../../../src/kernel/brain.ts';
import type { Event } from '../../../src/kernel/event.ts';
import { isRefusal } from '../../../src/kernel/refusal.ts';
import { GitCheckouts } from '../../../src/repo/git-checkouts.ts';
import { GitRepo } from '../../../src/repo/git-repo.ts';
import { patchOf } from '../../../src/repo/patch-of.ts';
import { GitPublisher } from '../../../src/repo/publish/git-publisher.ts';
import { ParsedSignatures } from '../../../src/repo/signatures/parsed-signatures.ts';
import { PlainBoxes } from '../plain-boxes.ts';
import type { Effects } from './effects.ts';
import { crashRun, type KeptWorld } from './kept-world.ts';

export interface Worker {
  /** Another for each: all before it are dead. */
  readonly host: string;
  readonly hands: number;
  readonly effects: Effects;
}

export interface Through {
  readonly status: string;
  /** The journal's own. */
  readonly tip: string;
  readonly events: readonly Event[];
  readonly findings: readonly Finding[];
}

export async function workThrough(world: KeptWorld, { host: name, hands, effects }: Worker): Promise<Through> {
  const local = openLocal(world.state);
  const kept: Local = { ...local, journal: effects.watched('journal', local.journal), anchor: effects.watched('anchor', local.anchor), snapshots: effects.watched('snapshots', local.snapshots), blobs: effects.watched('blobs', local.blobs) };
  const troubles: unknown[] = [];
  const real = new LocalRunHost({ ...kept, brain, clock: effects.clock, ids: randomIds }, { timers: true, jitter: () => 0.5, onTrouble: (error) => troubles.push(error) });
  const host = effects.watched('host', real);
  try {
    const parts = await partsOf(world, { kept, host, name, effects });
    const status = await toTheEnd(parts, { hands, wakes: () => local.journal.wake(crashRun) });
    const tip = await host.look(crashRun, ({ landing }) => landing.tip);
    await real.close();
    if (troubles.length > 0) throw troubles[0];
    return { status, tip, events: await eventsOf(local), findings: await verifyRun(crashRun, { ...local, brain }) };
  } finally {
    effects.close();
    await real.close();
    await local.journal.close();
  }
}

interface Means {
  readonly kept: Local;
  readonly host: HandParts['host'];
  readonly name: string;
  readonly effects: Effects;
}

/** As a worker of the program does it: what the dead have left is cleared away first. */
async function partsOf(world: KeptWorld, { kept, host, name, effects }: Means): Promise<HandParts> {
  const PATH = process.env['PATH'] ?? '';
  const hosts = { own: () => name, lives: (other: string) => other === name };
  const git = await GitRepo.open({ directory: world.repository, run: crashRun, path: PATH });
  const repo = effects.watched('repo', git);
  const boxes = new PlainBoxes(join(world.state, 'orders'), name);
  boxes.sweep();
  const checkouts = new GitCheckouts({ objects: git.objects, state: join(world.state, 'sandboxes'), owner: null, hosts });
  await checkouts.collect();
  const scripted = scriptedAgent((order) => world.scriptOf(order));
  return {
    run: crashRun, host, repo, blobs: kept.blobs, archives: kept.blobs, checkouts: effects.watched('checkouts', checkouts), boxes: effects.watched('boxes', boxes),
    scrubber: scrubber(() => []), takePatch: (taking) => patchOf(repo, taking), signatures: effects.watched('signatures', new ParsedSignatures()), agent: () => scripted,
    publisher: effects.watched('publisher', new GitPublisher({ repository: world.repository, path: PATH, env: { PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }, pullRequests: false })),
    clock: effects.clock, ids: randomIds, handNames: { next: () => `${name}-${randomIds.next()}` }, isGone: (hand) => !hand.startsWith(`${name}-`),
  };
}

interface Crewing {
  readonly hands: number;
  readonly wakes: () => AsyncIterable<void>;
}

/** A person says yes to whatever is asked. */
async function toTheEnd(parts: HandParts, { hands, wakes }: Crewing): Promise<string> {
  for (;;) {
    const { status, waitsForPerson } = await workOn(parts, { hands, wakes: wakes(), staysForPeople: false, onEvents: () => undefined, stop: new AbortController().signal });
    if (!waitsForPerson) return status;
    const { host, run, clock, ids } = parts;
    const open = await host.look(run, ({ questions }) => [...questions.entries()].flatMap(([question, { status: at, words: [word = ''], shows }]) => (at === 'open' ? [{ question, word, shows }] : [])));
    for (const said of open) {
      const answer = await host.exec(run, { type: 'answer', id: ids.next(), at: clock.now(), person: 'ada', text: '', ...said });
      if (isRefusal(answer)) throw new Error(answer.message);
    }
  }
}

const mostEvents = 100_000;

async function eventsOf({ journal }: Local): Promise<readonly Event[]> {
  const stored = await journal.read(crashRun, { after: 0, limit: mostEvents });
  return stored.map(({ schema, bytes }) => brain.upcast({ schema, event: JSON.parse(Buffer.from(bytes).toString('utf8')) }));
}
