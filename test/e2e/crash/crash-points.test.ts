/**
 * A crash at every point of a run, before and after whatever it does to the world, resumed from a copy of what was on the disk
 * then: the same final tree, nothing twice, nothing left over.
 *
 * A run that nobody disturbs is copied after each of its effects. A process that is killed leaves just what is on the disk; what
 * it had in mind is not in the copy. Each copy is gone on with by another worker, as `work` does it.
 *
 * `npm run test:crashes` takes every point. Without that it is the first of each kind; CRASH_POINTS=twelve takes every point
 * of the world of twelve tasks, which takes long, and `twelve/9` every ninth of it and the first of each kind.
 */

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { files, free, scripts, tasks as twelveTasks, twelvePlan } from '../twelve-tasks.ts';
import { Effects } from './effects.ts';
import { fewScene, fewTasks } from './few-tasks.ts';
import { beginning, crashRun, KeptWorld } from './kept-world.ts';
import { type Through, workThrough } from './work-through.ts';

const wanted = process.env['CRASH_POINTS'] ?? 'some';
const [, long, ninth] = /^(twelve)(?:\/([1-9]\d*))?$/.exec(wanted) ?? [];
const isLong = long !== undefined;
/** Of the points, those that are taken whatever kind they are of. */
const every = wanted === 'some' ? Number.POSITIVE_INFINITY : Number(ninth ?? 1);
assert.ok(isLong || wanted === 'some' || wanted === 'all', `CRASH_POINTS is some, all, twelve or twelve/N, and not ${wanted}`);
const [scene, tasks] = isLong ? [{ plan: twelvePlan, files, scripts, free }, twelveTasks] : [fewScene, fewTasks];
const hands = 2;
/** Resumed at a time. */
const atOnce = 2;

/** What only makes or takes away files that every start clears away by their names: the first few of each stand for all. */
const scratch: ReadonlySet<string> = new Set(['checkouts.checkout', 'checkout.release', 'boxes.place', 'place.give', 'place.remove']);
const mostOfScratch = 4;

interface Point {
  /** After which effect; before the next. */
  readonly after: string;
  readonly world: KeptWorld;
  readonly at: number;
}

interface Ended {
  readonly through: Through;
  readonly tree: string;
}

test('a run that is broken off anywhere ends as if nobody had', async (t) => {
  const world = await KeptWorld.begin(scene);
  const points: Point[] = [{ after: 'its start', world: world.copy(), at: beginning }];
  const counted = new Map<string, number>();
  let passed = 0;
  try {
    const effects: Effects = new Effects(beginning + 1_000, (name) => {
      const times = (counted.get(name) ?? 0) + 1;
      counted.set(name, times);
      if (scratch.has(name) && times > mostOfScratch) return;
      passed += 1;
      if (times > 1 && passed % every !== 0) return;
      points.push({ after: `${name} ${times}`, world: world.copy(), at: effects.clock.now() });
    });
    const whole = await endOf(world, await workThrough(world, { host: 'whole', hands, effects }));
    const waiting = points.values();
    const failures: string[] = [];
    let resumed = 0;
    const resume = async (): Promise<void> => {
      for (const point of waiting) {
        await resumedAt(point, whole).catch((error: unknown) => failures.push(`after ${point.after}: ${error instanceof Error ? error.message : String(error)}`));
        point.world.remove();
        resumed += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, resume));
    t.diagnostic(`crash points: ${passed + 1}, taken: ${points.length}, resumed: ${resumed}, after ${[...counted].map(([name, times]) => `${name} ${times}`).join(', ')}`);
    assert.deepEqual(failures, []);
    for (const name of ['journal.append', 'anchor.write', 'blobs.put', 'repo.keep', 'repo.apply', 'repo.commit', 'repo.moveRef', 'repo.note', 'boxes.run', 'boxes.collect', 'checkouts.checkout', 'publisher.publish']) {
      assert.ok((counted.get(name) ?? 0) > 0, `no crash after ${name}`);
    }
  } finally {
    for (const point of points) point.world.remove();
    world.remove();
  }
});

async function resumedAt({ world, at }: Point, whole: Ended): Promise<void> {
  const through = await workThrough(world, { host: 'resumed', hands, effects: new Effects(at + 1, null) });
  const { tree } = await endOf(world, through);
  assert.equal(tree, whole.tree, 'another final tree');
}

/** What has to be so however a run got to its end. */
async function endOf(world: KeptWorld, through: Through): Promise<Ended> {
  const { status, tip, events, findings } = through;
  assert.equal(status, 'complete');
  assert.deepEqual(findings, [], 'verify');
  const corner = `refs/espalier/${crashRun}`;
  const refs = new Map(world.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n').map((line) => line.split(' ')).map(([name = '', object = '']) => [name, object] as const));
  assert.equal(refs.get(`${corner}/tip`), tip, 'the ref and the journal');
  oneEach(world, through);
  assert.deepEqual(events.filter(({ type }) => type === 'Published').length, 1);
  assert.equal(world.remoteGit('for-each-ref', '--format=%(objectname)'), tip, 'the remote has the tip and nothing else');
  assert.deepEqual([...refs.keys()].filter((name) => !isExpected(name, corner)), []);
  assert.ok([...refs].some(([name, object]) => name.startsWith(`${corner}/quarantine/`) && world.git('show', object).includes('BROKEN')), 'the red patch is kept aside (B4)');
  assert.deepEqual(leftOf(world), []);
  assert.equal(world.git('status', '--porcelain'), '');
  return { through, tree: listed(world.git('ls-tree', '-r', tip)) };
}

/** A tree without what may differ. */
function listed(tree: string): string {
  return tree.split('\n').filter((line) => !scene.free.includes(line.split('\t')[1] ?? '')).join('\n');
}

/** Each task in one commit of a line without merges, each unit landed once. */
function oneEach(world: KeptWorld, { tip, events }: Through): void {
  const trailers = world.git('log', '--format=%(trailers:key=Task,valueonly)', `refs/heads/main..${tip}`).split('\n').filter((line) => line !== '');
  assert.deepEqual(trailers.toSorted(), tasks.map(({ id }) => id).toSorted());
  const landed = events.flatMap((event) => (event.type === 'Landed' ? event.units : []));
  assert.deepEqual(landed.toSorted(), [...new Set(landed)].toSorted());
  const reported = events.flatMap((event) => (event.type === 'LeaseEnded' ? [`${event.order} ${event.epoch}`] : []));
  assert.deepEqual(reported.toSorted(), [...new Set(reported)].toSorted());
}

function isExpected(name: string, corner: string): boolean {
  if (['refs/heads/main', 'refs/notes/espalier', 'refs/remotes/origin/espalier/few', 'refs/remotes/origin/espalier/twelve', `${corner}/tip`].includes(name)) return true;
  return ['patch', 'probe', 'quarantine'].some((kind) => name.startsWith(`${corner}/${kind}/`));
}

/** Places of orders, what is not whole yet or no longer, and marks of who no longer lives. */
function leftOf({ state, repository }: KeptWorld): readonly string[] {
  const orders = existsSync(join(state, 'orders')) ? readdirSync(join(state, 'orders')) : [];
  const checkouts = readdirSync(join(state, 'sandboxes', 'checkouts'), { recursive: true, encoding: 'utf8' }).filter((name) => /\/\.(?!marks)[^/]*$|\/\.marks\/(held|collecting)/.test(name));
  const locks = readdirSync(join(repository, '.git'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.lock$|tmp_/.test(name));
  return [...orders, ...checkouts, ...locks];
}
