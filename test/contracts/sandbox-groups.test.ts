/**
 * A group of version 2 on a real mount of it, wherever its controllers are: who is staged joins it, and is ended with it.
 *
 * Its limits are tried where version 2 has the controllers (sandbox-conformance.ts), and else on files that look like theirs.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeGroups } from '../../src/sandbox/machine/control-group.ts';
import { hasArgument, processesWhere } from '../../src/sandbox/machine/processes.ts';
import { stageText } from '../../src/sandbox/order/stage.ts';

const name = `espalier-test-${process.pid}`;

/** In words, why none can be made. */
function makeUnified(): { readonly directory: string } | string {
  if (process.platform !== 'linux') return 'it needs Linux';
  const mount = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').find((line) => line.includes(' - cgroup2 '))?.split(' ')[4];
  const own = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (mount === undefined || own === undefined) return 'no control groups of version 2 are mounted here';
  try {
    const directory = join(mount, own, name);
    mkdirSync(directory);
    return { directory };
  } catch (error) {
    return `no control group of version 2 can be made here: ${String(error)}`;
  }
}

const made = makeUnified();

test('who is staged joins a group of version 2, and is ended and gone with it', typeof made === 'string' ? { skip: made } : {}, async () => {
  assert.ok(typeof made !== 'string');
  const { directory } = made;
  const steps = ['join', join(directory, 'cgroup.procs'), '--', 'sh', '-c', `cat /proc/self/cgroup; setsid sh -c 'trap "" TERM; while :; do sleep 1000; done' ${name} & wait`];
  const child = spawn('sh', ['-c', stageText, 'sh', ...steps], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [told] = await once(child.stdout, 'data');
    assert.match(String(told), new RegExp(`^0::.*/${name}$`, 'm'));
    const ended = once(child, 'exit');
    assert.equal(await removeGroups([directory]), true);
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.equal(existsSync(directory), false);
    assert.deepEqual(processesWhere((pid) => hasArgument(pid, name)), []);
  } finally {
    child.kill('SIGKILL');
    await removeGroups([directory]);
  }
});
