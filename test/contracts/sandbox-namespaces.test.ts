/** Two hosts on one state directory that do not see each other's processes, as in two containers: neither ends what the other runs. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { hostLives } from '../../src/sandbox/machine/host-life.ts';
import { until } from '../../src/sandbox/machine/processes.ts';
import { sweepByHand } from '../../src/sandbox/order/by-hand.ts';
import { readRecords } from '../../src/sandbox/order/order-place.ts';
import { sweepWayOuts } from '../../src/sandbox/order/way-out-place.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const apart = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
const why = await whyNoBubblewrap() ?? (process.getuid?.() === 0 ? null : 'a namespace of processes around a box needs root');
const skip = why === null ? {} : { skip: why };

/** A host that boxes an order and waits; what the order has to say first was said. */
async function boxingHost(before: readonly string[], args: readonly string[]): Promise<ChildProcess> {
  const [program = '', ...rest] = [...before, process.execPath, join(import.meta.dirname, 'boxing-host.ts'), ...args];
  const host = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const bytes of host.stdout) {
    said += String(bytes);
    if (said.split('\n').length > 2) break;
  }
  return host;
}

async function inState(act: (state: string, files: string) => Promise<void>): Promise<void> {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    await act(join(directory.path, 'state'), directory.path);
  } finally {
    directory.remove();
  }
}

/** What a host in a namespace of its own finds to sweep. */
function sweptApart(state: string): readonly string[] {
  const from = (path: string): string => JSON.stringify(join(import.meta.dirname, '../../src/sandbox', path));
  const script = `
    const { Bubblewrap } = await import(${from('bubblewrap/bubblewrap.ts')});
    const { sweepWayOuts } = await import(${from('order/way-out-place.ts')});
    const [state] = process.argv.slice(1);
    const swept = await new Bubblewrap({ state, path: process.env.PATH }).sweep();
    console.log(JSON.stringify([...sweepWayOuts(state), ...swept]));`;
  const [program = '', ...args] = [...apart, process.execPath, '--input-type=module', '-e', script, state];
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  const lines: readonly string[] = JSON.parse(stdout);
  return lines;
}

test('what a host in another namespace of processes runs is left alone, and swept once it was killed', skip, () => inState(async (state, files) => {
  const host = await boxingHost(apart, [state, 'inner', files, `apart-${process.pid}`]);
  try {
    const box = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
    assert.deepEqual([...await box.sweep(), ...sweepWayOuts(state), ...await sweepByHand(state)], []);
    assert.equal(readRecords(state).length, 1);
    assert.equal(readdirSync(join(state, 'uids')).length, 1);
    assert.equal(host.exitCode, null);
    host.kill('SIGKILL');
    await once(host, 'exit');
    // The namespace ends with the one that made it, a moment later.
    const inner = readRecords(state)[0]?.record?.host ?? '';
    assert.ok(await until(() => !hostLives(state, inner)));
    assert.match((await box.sweep()).join('\n'), /^order inner of a host that no longer lives: ended and removed/);
    assert.deepEqual(readdirSync(join(state, 'orders')), []);
  } finally {
    host.kill('SIGKILL');
  }
}));

test('a host in a namespace of its own leaves alone what one outside of it runs', skip, () => inState(async (state, files) => {
  const host = await boxingHost([], [state, 'outer', files, `apart-${process.pid}`]);
  try {
    assert.deepEqual(sweptApart(state), []);
    assert.equal(readRecords(state).length, 1);
    host.kill('SIGKILL');
    await once(host, 'exit');
    assert.match(sweptApart(state).join('\n'), /^order outer of a host that no longer lives: ended and removed/);
  } finally {
    host.kill('SIGKILL');
    rmSync(join(files, 'layer'), { recursive: true, force: true });
  }
}));
