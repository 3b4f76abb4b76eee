/** Control groups in both versions, on directories that look like theirs. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SandboxLimits } from '../../ports/sandbox.ts';
import { findPlaces, ownPlaces } from './cgroup-places.ts';
import { countersOf, groupDirectories, makeGroup } from './control-group.ts';

const limits: SandboxLimits = {
  memoryBytes: 4_096, pids: 7, cpus: 1.5, cpuMs: 1, wallMs: 1, fileBytes: 1, scratchBytes: 1, diskBytes: null, outputBytes: 1,
};

function inDirectory(act: (top: string) => void): void {
  const top = mkdtempSync(join(tmpdir(), 'espalier-test-'));
  try {
    act(top);
  } finally {
    rmSync(top, { recursive: true });
  }
}

test('version 2: the nearest group upwards that hands its controllers on; every limit is set', () => inDirectory((top) => {
  mkdirSync(join(top, 'user/session'), { recursive: true });
  writeFileSync(join(top, 'user/cgroup.subtree_control'), 'memory pids cpu\n');
  // A file in place of a group: what has processes of its own may not hand on.
  mkdirSync(join(top, 'user/session/cgroup.subtree_control'));
  const places = findPlaces({ cgroup: '0::/user/session\n', mountinfo: `30 20 0:26 / ${top} rw - cgroup2 cgroup2 rw\n`, look: 'look' });
  const parent = join(top, 'user');
  assert.deepEqual(places, { version: 2, parents: { memory: parent, pids: parent, cpu: parent } });
  assert.ok(places !== null);
  const group = makeGroup(places, 'one', limits);
  assert.deepEqual(group.joins, [join(parent, 'one/cgroup.procs')]);
  const text = (file: string): string => readFileSync(join(parent, 'one', file), 'utf8');
  assert.deepEqual(['memory.max', 'memory.swap.max', 'pids.max', 'cpu.max'].map(text), ['4096', '0', '7', '150000 100000']);
  writeFileSync(join(parent, 'one/memory.events'), 'low 0\noom 3\noom_kill 2\noom_group_kill 0\n');
  writeFileSync(join(parent, 'one/cpu.stat'), 'usage_usec 1500\nuser_usec 1000\n');
  assert.deepEqual([group.oomKills(), group.cpuMs()], [2, 1.5]);
}));

test('version 2: a group that hands nothing on is asked to; where it does not the next one up is taken, and none above the mount', () => inDirectory((top) => {
  mkdirSync(join(top, 'mount/user/session'), { recursive: true });
  for (const group of ['mount', 'mount/user', 'mount/user/session']) writeFileSync(join(top, group, 'cgroup.subtree_control'), '');
  writeFileSync(join(top, 'cgroup.subtree_control'), 'memory pids cpu\n');
  const sources = { cgroup: '0::/user/session\n', mountinfo: `30 20 0:26 / ${top}/mount rw - cgroup2 cgroup2 rw\n`, look: 'look' };
  const asked = (group: string): string => readFileSync(join(top, 'mount', group, 'cgroup.subtree_control'), 'utf8');
  assert.equal(findPlaces(sources), null);
  assert.deepEqual(['', 'user', 'user/session'].map(asked), ['+memory +pids +cpu', '+memory +pids +cpu', '+memory +pids +cpu']);
  // As the kernel tells what was granted: without memory a group is of no use.
  writeFileSync(join(top, 'mount/user/session/cgroup.subtree_control'), 'pids cpu\n');
  writeFileSync(join(top, 'mount/user/cgroup.subtree_control'), 'memory pids\n');
  const parent = join(top, 'mount/user');
  assert.deepEqual(findPlaces(sources), { version: 2, parents: { memory: parent, pids: parent } });
}));

test('the groups that a process is in: of version 2 where memory is counted there, otherwise of version 1', () => inDirectory((top) => {
  for (const group of ['unified/box', 'memory/box']) mkdirSync(join(top, group), { recursive: true });
  const mountinfo = `30 20 0:26 / ${top}/unified rw - cgroup2 cgroup2 rw\n31 20 0:27 / ${top}/memory rw - cgroup cgroup rw,memory\n`;
  const sources = { cgroup: '4:memory:/box\n0::/box\n', mountinfo };
  assert.deepEqual(ownPlaces(sources), { version: 1, parents: { memory: join(top, 'memory/box') } });
  writeFileSync(join(top, 'unified/box/memory.events'), 'oom_kill 4\n');
  writeFileSync(join(top, 'unified/box/cpu.stat'), 'usage_usec 2000\nnr_throttled 3\n');
  const counted = countersOf(ownPlaces(sources));
  assert.deepEqual([counted.oomKills(), counted.cpuMs(), counted.throttled()], [4, 2, 3]);
}));

test('version 1: a group for each controller, below our own as the mount shows it', () => inDirectory((top) => {
  mkdirSync(join(top, 'memory/inner'), { recursive: true });
  const mountinfo = [
    `30 20 0:26 /docker/abc ${top}/memory rw - cgroup cgroup rw,memory`,
    `31 20 0:27 / ${top}/none rw - cgroup cgroup rw,pids`,
  ].join('\n');
  const places = findPlaces({ cgroup: '4:memory:/docker/abc/inner\n8:pids:/\n', mountinfo, look: 'look' });
  assert.deepEqual(places, { version: 1, parents: { memory: join(top, 'memory/inner') } });
  assert.ok(places !== null);
  const group = makeGroup(places, 'one', limits);
  // A thread that moves itself is let in at once; a process that is moved waits for every processor.
  assert.deepEqual(group.joins, [join(top, 'memory/inner/one/tasks')]);
  assert.equal(readFileSync(join(top, 'memory/inner/one/memory.limit_in_bytes'), 'utf8'), '4096');
  writeFileSync(join(top, 'memory/inner/one/memory.oom_control'), 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n');
  assert.deepEqual([group.oomKills(), group.cpuMs()], [1, null]);
}));

test('version 1: a share of the processors has a group where it is limited, and none where it is not', () => {
  const places = { version: 1, parents: { memory: '/m', cpu: '/c', cpuacct: '/a' } } as const;
  assert.deepEqual(groupDirectories(places, 'one', { cpus: null }), ['/m/one', '/a/one']);
  assert.deepEqual([...groupDirectories(places, 'one', { cpus: 1.5 })].toSorted(), ['/a/one', '/c/one', '/m/one']);
  // Where one directory is for both it is made for what is counted.
  assert.deepEqual(groupDirectories({ version: 1, parents: { cpu: '/c', cpuacct: '/c' } }, 'one', { cpus: null }), ['/c/one']);
  assert.deepEqual(groupDirectories({ version: 2, parents: { memory: '/g', cpu: '/g' } }, 'one', { cpus: null }), ['/g/one']);
});

test('where nothing can be made there is no place', () => {
  assert.equal(findPlaces({ cgroup: '', mountinfo: '', look: 'look' }), null);
});
