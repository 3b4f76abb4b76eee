/**
 * The back-end microvm in software emulation, which no order ever gets: a guest boots and performs commands (E1, B4).
 *
 * One look from within and a few ends are tried; whatever else the suite has is not, and is said to be not tried.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import type { SandboxOrder, SandboxOutcome, SandboxWatcher } from '../../src/ports/sandbox.ts';
import { Canaries } from '../../src/sandbox/conformance/canaries.ts';
import { resultsOf } from '../../src/sandbox/conformance/results-of.ts';
import { returnedChecks } from '../../src/sandbox/conformance/returned.ts';
import { lookSentences } from '../../src/sandbox/conformance/sentences.ts';
import { insideScript } from '../../src/sandbox/inside/scripts.ts';
import { hasArgument, processesWhere } from '../../src/sandbox/machine/processes.ts';
import { findQemu } from '../../src/sandbox/microvm/find-qemu.ts';
import { Microvm } from '../../src/sandbox/microvm/microvm.ts';
import { markOfOrder } from '../../src/sandbox/order/new-record.ts';
import { boxedOrder, smallLimits } from '../contracts/boxed-order.ts';
import { guestKernel } from '../contracts/guest-kernel.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { emulatedMicrovm } from './emulated-microvm.ts';

const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const state = join(directory.path, 'state');
const kernel = guestKernel();
const box = emulatedMicrovm(state);
const found = typeof kernel === 'string' ? kernel : findQemu(process.env['PATH'] ?? '', kernel);
const skip = typeof found === 'string' ? { skip: found } : {};
const quiet = { onOutput: (): void => undefined };
const limits = { ...smallLimits, cpuMs: 120_000, wallMs: 120_000 };

async function run(id: string, command: readonly string[], more: Partial<SandboxOrder> = {}): Promise<{ readonly outcome: SandboxOutcome; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const outcome = await box.run(boxedOrder(id, command, { limits, ...more }), { onOutput: (stream, bytes) => { said[stream] += String(bytes); } });
  return { outcome, ...said };
}

test('a guest performs a command with its words, streams, files and end', skip, async () => {
  const base = join(directory.path, 'base');
  mkdirSync(base);
  writeFileSync(join(base, 'file'), 'base');
  const text = 'cat file input; echo changed > file; echo "$WORD" >&2; cat; kill -KILL $$';
  const workspace = { base, layer: join(directory.path, 'layer') };
  const env = { PATH: '/usr/bin:/bin', WORD: 'a\n\'b\'' };
  const inputs = [{ from: join(base, 'file'), to: '/work/input' }];
  const { outcome, stdout, stderr } = await run('whole', ['sh', '-c', text], { workspace, env, inputs, stdin: 'given' });
  assert.deepEqual([outcome, stdout, stderr], [{ kind: 'signal', signal: 'SIGKILL' }, 'basebasegiven', 'a\n\'b\'\n']);
  assert.equal(readFileSync(join(workspace.layer, 'copy', 'file'), 'utf8'), 'changed\n');
  assert.deepEqual([readFileSync(join(base, 'file'), 'utf8'), readdirSync(base)], ['base', ['file']]);
});

test('what takes more memory than the guest has is told, and what is closed stays as it is', skip, async () => {
  const base = join(directory.path, 'closed');
  mkdirSync(base);
  writeFileSync(join(base, 'file'), 'base');
  chmodSync(base, 0o777);
  chmodSync(join(base, 'file'), 0o666);
  const { outcome, stdout } = await run('hog', ['sh', '-c', 'echo x > file; rm -f file; cat file; tail /dev/zero'], { workspace: { base, layer: null }, limits: { ...limits, memoryBytes: 64 << 20 } });
  assert.deepEqual([outcome, stdout], [{ kind: 'oom' }, 'base']);
});

test('the look from within finds nothing of the machine', skip, async (t) => {
  const canaries = await Canaries.make(state);
  try {
    const script = insideScript('in-box');
    const inside = `/opt/espalier/${basename(script)}`;
    const inputs = [{ from: process.execPath, to: '/opt/espalier/node' }, { from: script, to: inside }];
    const { outcome, stdout } = await run('look', ['/opt/espalier/node', inside, JSON.stringify({ look: canaries.look, scratch: '/tmp' })], { inputs });
    const checks = resultsOf(stdout, lookSentences);
    assert.deepEqual(checks.filter(({ ok }) => !ok).map(({ id, detail }) => `${id}: ${detail}`), []);
    assert.deepEqual(outcome, { kind: 'exit', code: 0 });
    t.diagnostic(`microvm under emulation: ${checks.length} checks of the look are held; the other checks of the suite are not tried under emulation`);
  } finally {
    await canaries.remove();
  }
});

test('files that are wanted back are handed back', skip, async () => {
  // Under emulation the time of the suite is too short for Node.
  const patient = { run: (order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> => box.run({ ...order, limits: { ...order.limits, cpuMs: limits.cpuMs, wallMs: limits.wallMs } }, watcher) };
  assert.deepEqual((await returnedChecks(patient)).map(({ ok, detail }) => [ok, detail]), [[true, '']]);
});

test('a guest that does not get on is given up at the stage that it did not reach', skip, async () => {
  if (typeof kernel === 'string') return;
  const slow = new Microvm({ state, path: process.env['PATH'] ?? '', emulate: true, kernel, stageMs: 20 });
  const { usable, why } = await slow.probe();
  assert.equal(usable, false);
  assert.match(why ?? '', /a guest began and did not reach its stage «kernel» within 20 ms/);
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
});

test('a host that is killed leaves nothing that the next sweep does not remove', skip, async () => {
  const host = spawn(process.execPath, [join(import.meta.dirname, 'emulated-microvm.ts'), state], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(host.stdout, 'data'), once(host, 'exit')]);
  const ofOrder = (): readonly number[] => processesWhere((pid) => hasArgument(pid, markOfOrder(state, 'left')));
  assert.notDeepEqual(ofOrder(), []);
  host.kill('SIGKILL');
  await once(host, 'exit');
  assert.match((await box.sweep()).join('\n'), /^order left of a host that no longer lives: ended and removed [1-9]\d* processes/);
  assert.deepEqual([ofOrder(), readdirSync(join(state, 'orders'))], [[], []]);
});

test('what a guest cannot have is refused', skip, async () => {
  const refused: readonly (readonly [Partial<SandboxOrder>, RegExp])[] = [
    [{ image: `example@sha256:${'0'.repeat(64)}` }, /no images/],
    [{ inputs: [{ from: directory.path, to: '/opt/input', writes: 'discarded' }] }, /no input that can be written to/],
    [{ limits: { ...limits, cpus: 1.5 } }, /no part of a processor/],
    [{ limits: { ...limits, diskBytes: 1 << 22 }, workspace: { base: directory.path, layer: join(directory.path, 'refused') } }, /Cannot hold a limit of disk/],
  ];
  for (const [more, how] of refused) await assert.rejects(box.run(boxedOrder('refused', ['true'], { limits, ...more }), quiet), how);
});
