/**
 * A host that is killed in the middle of twelve tasks, again and again, each time while something else is under way; and `work`,
 * which finds what it has left and brings the run to where it would have been.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { beginEspalier } from '../e2e/espalier.ts';
import { finalFiles, free, makeTwelve, tasks, type Twelve, twelvePlan } from '../e2e/twelve-tasks.ts';

/** What is told last before a host is killed: agents are at work, a landing is under gate, a commit has just landed. */
const moments: readonly RegExp[] = [/one started on/, /is to prove/, /landed/];

test('a host that is killed at any moment leaves a run that `work` ends, with nothing done twice and nothing left', async () => {
  const world = makeTwelve();
  try {
    const base = world.git('rev-parse', 'HEAD');
    const run = await broken(world);
    const last = await beginEspalier(world, 'work', run, '--hands', '4').ended;
    assert.equal(last.code, 3, last.stderr);
    assert.match(last.stderr, /the process that performed it has ended before it was done/);
    const tip = world.git('rev-parse', `refs/espalier/${run}/tip`);
    asUndisturbed(world, tip);
    const landed = world.git('log', '--format=%(trailers:key=Task,valueonly)', `${base}..${tip}`).split('\n').filter((line) => line !== '');
    assert.deepEqual(landed.toSorted(), tasks.map(({ id }) => id).toSorted(), 'each task in one commit');
    assert.deepEqual(leftOf(world, run), []);
  } finally {
    world.remove();
  }
});

/** Killed at each of the moments; the run's id. */
async function broken(world: Twelve): Promise<string> {
  let run = '';
  for (const moment of moments) {
    const args = run === '' ? ['run', twelvePlan, '--scripts', world.scripts] : ['work', run];
    const host = beginEspalier(world, ...args, '--hands', '4');
    const said = await host.until(moment);
    assert.match(said, moment, 'it ended before it could be killed');
    host.kill('SIGKILL');
    await host.ended;
    if (run === '') run = /^Run (\S+)/m.exec(said)?.[1] ?? '';
    else assert.match(said, /no longer lives/, 'what the killed one had left is named');
  }
  return run;
}

function asUndisturbed(world: Twelve, tip: string): void {
  const paths = world.git('ls-tree', '-r', '--name-only', tip).split('\n');
  assert.deepEqual(paths, [...Object.keys(finalFiles), ...free].toSorted());
  for (const [path, text] of Object.entries(finalFiles)) assert.equal(world.git('show', `${tip}:${path}`), text.trim(), path);
  assert.deepEqual(free.map((path) => /same-port|another port/.exec(world.git('show', `${tip}:${path}`))?.[0]).toSorted(), ['another port', 'same-port']);
  assert.equal(world.git('status', '--porcelain'), '');
}

/** Processes, mounts and control groups that tell of this run, places of its orders, and refs that nobody expects. */
function leftOf(world: Twelve, run: string): readonly string[] {
  const ours = (text: string | null): boolean => text !== null && (text.includes(world.beside) || text.includes(run));
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && ['cmdline', 'cgroup'].some((file) => ours(textOf(`/proc/${name}/${file}`))));
  const mounts = (textOf('/proc/self/mountinfo') ?? '').split('\n').filter(ours);
  const groups = readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' }).filter(ours);
  const places = readdirSync(join(world.beside, 'state', 'espalier', 'sandboxes', 'orders'));
  const refs = world.git('for-each-ref', '--format=%(refname)').split('\n')
    .filter((name) => name !== 'refs/heads/main' && name !== 'refs/notes/espalier' && !new RegExp(`^refs/espalier/${run}/(tip$|patch/|probe/|quarantine/)`).test(name));
  return [...processes.map((pid) => `process ${pid}`), ...mounts, ...groups, ...places, ...refs];
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // it has just ended
  }
}
