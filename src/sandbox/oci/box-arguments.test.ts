// What podman and docker are told: the same box, and the few things that they call differently.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxOrder } from '../../ports/sandbox.ts';
import { type OciBox, runArguments } from './box-arguments.ts';
import type { Engine } from './engine.ts';

const order: SandboxOrder = {
  id: 'one', command: ['true'], workspace: null, inputs: [], env: { SECRET: 'word' }, wayOut: null, services: [], image: null,
  limits: { memoryBytes: 1_000_000, pids: 10, cpus: 1.5, cpuMs: 1_500, wallMs: 1_000, fileBytes: 512, scratchBytes: 4_096, diskBytes: null, outputBytes: 1 },
};
const box: OciBox = {
  order, name: 'espalier-1', root: '/root-of-it', mounts: [{ from: '/usr', to: '/usr', isWritable: false }, { from: '/layer', to: '/work', isWritable: true }],
  users: { own: 7_001, root: 7_002 }, seccomp: '/filter', pidFile: '/pid', command: ['/bin/sh', '-c', 'begin'],
};
const podman: Engine = { kind: 'podman', program: '/usr/bin/podman', globals: ['--runtime', 'runc'], env: {}, isRoot: true, hasGroups: true };
const docker: Engine = { ...podman, kind: 'docker', program: '/usr/bin/docker', globals: [] };

/** The value after each use of an option. */
const values = (args: readonly string[], option: string): readonly string[] => args.flatMap((arg, at) => (arg === option ? [args[at + 1] ?? ''] : []));

for (const engine of [podman, docker]) {
  test(`${engine.kind}: a box has no network, no capability, no log and nothing writable but what is the order's`, () => {
    const args = runArguments(engine, box);
    assert.deepEqual(args.slice(0, engine.globals.length + 1), [...engine.globals, 'run']);
    assert.deepEqual([values(args, '--network'), values(args, '--cap-drop'), values(args, '--log-driver'), values(args, '--pull')], [['none'], ['all'], ['none'], ['never']]);
    assert.ok(['--read-only', '--rm'].every((flag) => args.includes(flag)));
    assert.deepEqual(values(args, '--security-opt').filter((one) => !one.startsWith('mask')), ['no-new-privileges', 'seccomp=/filter']);
    assert.deepEqual(values(args, '--mount').filter((one) => one.startsWith('type=bind')), ['type=bind,src=/usr,dst=/usr,readonly', 'type=bind,src=/layer,dst=/work']);
    assert.deepEqual([values(args, '--memory'), values(args, '--memory-swap'), values(args, '--pids-limit'), values(args, '--cpus')], [['1000000b'], ['1000000b'], ['12'], ['1.5']]);
    assert.deepEqual(values(args, '--ulimit'), ['core=0:0', 'nofile=4096:4096', 'nproc=12:12', 'fsize=512:512', 'cpu=2:3', 'memlock=0:0', 'msgqueue=0:0']);
    assert.ok(!args.join(' ').includes('word') && !args.includes('--env') && !args.some((one) => one.includes('.sock')));
    assert.deepEqual(args.slice(-3), box.command);
  });
}

test('podman has users of the box\'s own: as root the machine\'s numbers, otherwise the user itself and its subordinate ones', () => {
  const asRoot = runArguments(podman, box);
  assert.deepEqual([values(asRoot, '--uidmap'), values(asRoot, '--user'), values(asRoot, '--rootfs')], [['0:7002:1', '1000:7001:1'], ['1000:1000'], ['/root-of-it']]);
  const ordinary = runArguments({ ...podman, isRoot: false, hasGroups: false }, { ...box, users: null });
  assert.deepEqual([values(ordinary, '--uidmap'), values(ordinary, '--gidmap')], [['0:1:1', '1000:0:1'], ['0:1:1', '1000:0:1']]);
  assert.deepEqual([...values(ordinary, '--memory'), ...values(ordinary, '--pids-limit')], [], 'what would be ignored is not asked for');
});

test('docker is given an image for a root, and the order\'s user by its number', () => {
  const args = runArguments(docker, { ...box, root: 'sha256:empty' });
  assert.deepEqual([values(args, '--user'), values(args, '--cgroupns'), values(args, '--rootfs'), values(args, '--uidmap')], [['7001:7001'], ['private'], [], []]);
  assert.deepEqual(args.slice(-4), ['sha256:empty', ...box.command]);
});

test('a path that would be read as more than one is refused', () => {
  for (const from of ['/a,b', '/a"b', '/a\nb']) {
    assert.throws(() => runArguments(podman, { ...box, mounts: [{ from, to: '/work', isWritable: false }] }), /Cannot run the order: oci mounts no path/);
  }
});
