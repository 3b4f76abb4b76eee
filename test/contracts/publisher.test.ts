// Publishing with real git (R2): exactly one commit, to one branch, moved forward or not at all. Remotes are bare repositories by
// their path, and ports of the loopback at which nobody listens; what is asked afterwards is asked of them.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { PublishOutcome } from '../../src/ports/publisher.ts';
import { closedPort, PublishWorld } from './publish-world.ts';

let world: PublishWorld;
beforeEach(() => { world = new PublishWorld(); });
afterEach(() => world.remove());

function refused(outcome: PublishOutcome, why: RegExp): void {
  assert.ok(!outcome.ok, `it was published: ${JSON.stringify(outcome)}`);
  assert.match(outcome.why, why);
  assert.equal(outcome.passing, false, outcome.why);
}

test('exactly the commit arrives, on its branch alone, and once more is success', async () => {
  world.git.run(['tag', '-a', '-m', 'a tag', 'v1', world.next]);
  world.git.run(['config', 'push.followTags', 'true']);
  for (const _ of [1, 2]) assert.deepEqual(await world.publish({ commit: world.next }), { ok: true, where: 'espalier/run of origin' });
  assert.deepEqual(world.remoteRefs(), { 'refs/heads/espalier/run': world.next });
});

test('a branch is moved forward', async () => {
  world.put('espalier/run', world.base);
  assert.deepEqual(await world.publish({ commit: world.next }), { ok: true, where: 'espalier/run of origin' });
  assert.deepEqual(world.remoteRefs(), { 'refs/heads/espalier/run': world.next });
});

test('what somebody else has put there stays, whether it is known here or not', async () => {
  for (const come of [() => world.put('espalier/run', world.aside), () => world.foreign('espalier/run')]) {
    const foreign = come();
    refused(await world.publish({ commit: world.next }), new RegExp(`is at ${foreign}, which ${world.next} does not stand on`));
    assert.deepEqual(world.remoteRefs(), { 'refs/heads/espalier/run': foreign });
  }
});

test('what this run published and somebody took back is not published over', async () => {
  world.put('espalier/run', world.base);
  refused(await world.publish({ commit: world.last, expects: world.next }), /somebody else has put it to/);
  assert.deepEqual(world.remoteRefs(), { 'refs/heads/espalier/run': world.base });
  world.put('espalier/run', world.next);
  assert.equal((await world.publish({ commit: world.last, expects: world.next })).ok, true);
});

test('a branch that moves between the look and the push is not overwritten, even where that would be forward', async () => {
  const path = world.fasterGit('espalier/run', world.next);
  world.put('espalier/other', world.last);
  refused(await world.publish({ commit: world.last }, { path }), /stale info/);
  assert.equal(world.remoteRefs()['refs/heads/espalier/run'], world.next);
});

test('one who was faster with the same commit has published it', async () => {
  const path = world.fasterGit('espalier/run', world.next);
  world.put('espalier/other', world.next);
  assert.deepEqual(await world.publish({ commit: world.next }, { path }), { ok: true, where: 'espalier/run of origin' });
  assert.equal(world.remoteRefs()['refs/heads/espalier/run'], world.next);
});

test('what the remote refuses is told, and trying again is no help', async () => {
  world.hook(world.remote.directory, 'pre-receive', 'echo "no: connection refused by policy" >&2; exit 1');
  refused(await world.publish({ commit: world.next }), /pre-receive hook declined.*by policy/);
  assert.deepEqual(world.remoteRefs(), {});
});

test('a remote that is not there, of which none is known, or which is several places', async () => {
  world.git.run(['remote', 'add', 'gone', join(world.directory, 'gone.git')]);
  refused(await world.publish({ commit: world.next, remote: 'gone' }), /does not appear to be a git repository|does not exist/);
  refused(await world.publish({ commit: world.next, remote: 'upstream' }), /has no remote "upstream"; it has gone, origin, and `local`/);
  refused(await world.publish({ commit: world.next, remote: world.remote.directory }), /has no remote/);
  world.git.run(['config', '--add', 'remote.gone.pushurl', '/a']);
  world.git.run(['config', '--add', 'remote.gone.pushurl', '/b']);
  refused(await world.publish({ commit: world.next, remote: 'gone' }), /several places/);
});

test('where is pushed to counts, and not where is fetched from', async () => {
  const foreign = world.foreign('espalier/run');
  world.git.run(['remote', 'add', 'split', join(world.directory, 'elsewhere.git')]);
  world.git.run(['config', 'remote.split.pushurl', world.remote.directory]);
  refused(await world.publish({ commit: world.next, remote: 'split' }), /does not stand on/);
  assert.equal(world.remoteRefs()['refs/heads/espalier/run'], foreign);
});

test('without a network it may help to try again', async () => {
  const port = await closedPort();
  for (const url of [`http://127.0.0.1:${port}/a.git`, `git://127.0.0.1:${port}/a.git`, `ssh://git@127.0.0.1:${port}/a.git`]) {
    world.git.run(['config', 'remote.origin.url', url]);
    const outcome = await world.publish({ commit: world.next });
    assert.ok(!outcome.ok);
    assert.equal(outcome.passing, true, `${url}: ${outcome.why}`);
  }
});

test('a connection that hangs is ended, with all that was started for it', async () => {
  world.git.run(['config', 'remote.origin.url', 'ssh://git@127.0.0.1/a.git']);
  // Its own child holds git's streams open, so that this is over only once that one has ended.
  world.git.run(['config', 'core.sshCommand', world.script('ssh', 'sleep 600 & wait')]);
  const outcome = await world.publish({ commit: world.next }, { mostMs: 500 });
  assert.ok(!outcome.ok && outcome.passing, JSON.stringify(outcome));
  assert.match(outcome.why, /may take 0.5 s/);
});

test('a name that is no branch, or an option, reaches no remote', async () => {
  for (const branch of ['-f', '--mirror', '', 'a..b', 'a b', 'a~1', 'x.lock', '/x', 'a:b', '@{-1}', '*', 'HEAD', 'a\0b', 'a\nb']) {
    for (const remote of ['origin', 'local']) refused(await world.publish({ commit: world.next, branch, remote }), /is no name of a branch/);
  }
  assert.deepEqual(world.remoteRefs(), {});
});

test('a local branch is made, moved forward, and left alone where that is not forward', async () => {
  const local = (commit: string, branch = 'espalier/run'): Promise<PublishOutcome> => world.publish({ commit, branch, remote: 'local' });
  const at = (): string => world.git.run(['rev-parse', 'refs/heads/espalier/run']);
  for (const commit of [world.base, world.base, world.next]) {
    assert.deepEqual(await local(commit), { ok: true, where: 'the branch espalier/run' });
    assert.equal(at(), commit);
  }
  refused(await local(world.aside), /is at .*, which .* does not stand on/);
  refused(await local(world.base), /does not stand on/);
  assert.equal(at(), world.next);
  world.git.run(['symbolic-ref', 'refs/heads/espalier/name', 'refs/heads/espalier/run']);
  refused(await local(world.last, 'espalier/name'), /another name of a branch/);
  assert.equal(at(), world.next);
});

test('a branch that is checked out is left alone, here and in a workspace of git\'s own', async () => {
  world.git.run(['branch', 'beside', world.base]);
  world.git.run(['worktree', 'add', '-q', join(world.directory, 'beside'), 'beside']);
  for (const branch of ['main', 'beside']) {
    refused(await world.publish({ commit: world.next, branch, remote: 'local' }), /is checked out/);
    assert.equal(world.git.run(['rev-parse', branch]), world.base);
  }
});

test('no hook of the person\'s repository is run', async () => {
  const marker = join(world.directory, 'ran');
  for (const name of ['pre-push', 'reference-transaction', 'post-update']) world.hook(join(world.git.directory, '.git'), name, `touch '${marker}'; exit 1`);
  assert.equal(world.git.try(['push', 'origin', `${world.next}:refs/heads/control`]).status, 1, 'the control: git itself runs it');
  assert.ok(existsSync(marker));
  world.forget(marker);
  for (const remote of ['origin', 'local']) assert.equal((await world.publish({ commit: world.next, remote })).ok, true);
  assert.equal(existsSync(marker), false);
});
