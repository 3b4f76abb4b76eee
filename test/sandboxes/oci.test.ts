/** The back-end oci beyond the suite: killed hosts, orders that end before they begin, and images (E1, B4). */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { SandboxOrder, SandboxOutcome } from '../../src/ports/sandbox.ts';
import { hasArgument, processesWhere } from '../../src/sandbox/machine/processes.ts';
import { markOfOrder } from '../../src/sandbox/order/new-record.ts';
import { buildImage } from '../../src/sandbox/oci/build-image.ts';
import { ask, findEngine } from '../../src/sandbox/oci/engine.ts';
import { Oci } from '../../src/sandbox/oci/oci.ts';
import { bringPrograms } from '../../src/sandbox/oci/own-programs.ts';
import { boxedOrder, smallLimits } from '../contracts/boxed-order.ts';
import { espalier } from '../cli/program.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const state = join(directory.path, 'state');
const path = process.env['PATH'] ?? '';
const oci = new Oci({ state, path });
const found = findEngine(path);
const { usable, why } = await oci.probe();
const skip = usable ? {} : { skip: why ?? 'it is not usable here' };
const quiet = { onOutput: (): void => undefined };

async function run(order: SandboxOrder): Promise<{ readonly outcome: SandboxOutcome; readonly stdout: string }> {
  let stdout = '';
  const outcome = await oci.run(order, { onOutput: (stream, bytes) => { if (stream === 'stdout') stdout += String(bytes); } });
  return { outcome, stdout };
}

async function boxesOf(id: string): Promise<string> {
  if (typeof found === 'string') return '';
  return (await ask(found.engine, ['ps', '--all', '--quiet', '--filter', `name=${markOfOrder(state, id)}`])).stdout;
}

test('a host that is killed leaves a box, which the next sweep ends and names', skip, async () => {
  const mark = `left-in-oci-by-${process.pid}`;
  const host = spawn(process.execPath, [join(import.meta.dirname, '../contracts/boxing-host.ts'), state, 'left', directory.path, mark, 'oci'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const bytes of host.stdout) {
    said += String(bytes);
    if (said.split('\n').length > 2) break;
  }
  assert.deepEqual(await oci.sweep(), [], 'its host lives: nothing is touched');
  assert.notEqual(await boxesOf('left'), '');
  host.kill('SIGKILL');
  await once(host, 'exit');
  const swept = await oci.sweep();
  assert.match(swept.join('\n'), /^order left of a host that no longer lives: ended and removed \d+ processes, 0 control groups, 0 mounts$/);
  assert.equal(await boxesOf('left'), '');
  assert.deepEqual(processesWhere((pid) => hasArgument(pid, markOfOrder(state, 'left'))), []);
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
  assert.ok(['upper', 'copy'].some((part) => existsSync(join(directory.path, 'layer', part, 'kept'))), 'the layer stays');
});

test('an order that is cancelled while its box is made leaves none', skip, async () => {
  for (const ms of [0, 60, 150, 300]) {
    const outcome = await oci.run(boxedOrder(`cancelled-${ms}`, ['sleep', '600']), { ...quiet, cancel: AbortSignal.timeout(ms) });
    assert.deepEqual(outcome, { kind: 'cancelled' });
    assert.equal(await boxesOf(`cancelled-${ms}`), '');
  }
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
});

test('a word of the environment is in no command line of the machine', skip, async () => {
  const word = `secret-${process.pid}-${Math.trunc(performance.now())}`;
  const order = boxedOrder('secret', ['sh', '-c', 'echo "$WORD"; sleep 1'], { env: { PATH: '/usr/bin:/bin', WORD: `${word}\nsecond` } });
  const seen: number[] = [];
  let said = '';
  await oci.run(order, {
    onOutput: (_, bytes) => {
      said += String(bytes);
      seen.push(...processesWhere((pid) => commandLine(pid).includes(word)));
    },
  });
  assert.equal(said, `${word}\nsecond\n`);
  assert.deepEqual(seen, []);
});

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone
  }
}

const skipGroups = { skip: skip.skip ?? (typeof found !== 'string' && found.engine.hasGroups ? false : 'the engine has no control groups here') };

test('a kill for memory cannot be hidden by a command that speaks for the shell before it', skipGroups, async () => {
  const told = '/run/espalier/told /run/espalier/leave /proc/1/fd/3 /proc/1/fd/4 /proc/1/fd/5 /proc/1/fd/10';
  const text = `for to in ${told}; do (printf "begun\\nended\\n" >> "$to") & done 2>/dev/null; sleep 0.3; tail /dev/zero; exit 0`;
  for (let round = 0; round < 4; round += 1) {
    const limits = { ...smallLimits, memoryBytes: 64 << 20 };
    assert.deepEqual((await run(boxedOrder(`hidden-${round}`, ['sh', '-c', text], { limits }))).outcome, { kind: 'oom' });
  }
});

test('nobody in a box sees into the shell that began it, and nothing of it is in a command', skip, async () => {
  const text = 'ls /proc/1/fd; (exec 9<> /proc/1/mem) && echo entered; ls /proc/self/fd; ls /run/espalier';
  const { stdout } = await run(boxedOrder('closed', ['sh', '-c', `${text}; chmod 755 /run/espalier/sh; exit 0`]));
  assert.equal(stdout, '0\n1\n2\n3\nenvironment\nsh\n', 'descriptor 3 is the one by which ls reads the directory');
});

test('a tag is refused, and an image that is not here', skip, async () => {
  await assert.rejects(oci.run(boxedOrder('tag', ['true'], { image: 'debian:12' }), quiet), /not named by a digest, and a tag can be moved/);
  const digest = `sha256:${'0'.repeat(64)}`;
  await assert.rejects(oci.run(boxedOrder('missing', ['true'], { image: `example@${digest}` }), quiet), /has no image example@sha256:0+: fetch or build it first/);
});

test('an image is built from a Dockerfile with no network, and an order runs in it, behind the attendant as well', skip, async () => {
  assert.ok(typeof found !== 'string');
  const context = join(directory.path, 'context');
  mkdirSync(join(context, 'run/espalier'), { recursive: true });
  const { loader, shell } = await bringPrograms(context, found.helpers);
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY run/espalier /own\nCOPY Dockerfile /etc/made-of\nENV FROM_IMAGE=yes\n');
  const image = await buildImage(found.engine, { file: join(context, 'Dockerfile'), context, mayUseNetwork: false });
  const server = createServer((socket) => socket.end()).listen(join(directory.path, 'socket'));
  try {
    await once(server, 'listening');
    chmodSync(join(directory.path, 'socket'), 0o777);
    const within = [...loader, shell].map((word) => word.replace('/run/espalier', '/own'));
    const command = [...within, '-c', 'read line < /etc/made-of; echo "$line $FROM_IMAGE"; test -e /usr || echo bare; exit 6'];
    for (const [id, wayOut] of [['plain', null], ['attended', { socket: join(directory.path, 'socket'), port: 4_712 }]] as const) {
      assert.deepEqual(await run(boxedOrder(`image-${id}`, command, { image, wayOut })), { outcome: { kind: 'exit', code: 6 }, stdout: 'FROM scratch \nbare\n' }, id);
    }
    const returned: string[] = [];
    const returns = [{ path: '/etc/made-of', mostBytes: 1_000 }];
    await oci.run(boxedOrder('image-returned', command, { image, returns }), { ...quiet, onReturned: (file) => returned.push('why' in file ? file.why : String(Buffer.from(file.content))) });
    assert.deepEqual(returned, [readFileSync(join(context, 'Dockerfile'), 'utf8')], 'and what it wants back is handed back');
    assert.equal(readdirSync(join(state, 'images')).length, 1, 'it is unpacked once');
    const byHand = espalier(['sandbox', '--image', join(context, 'Dockerfile'), '--', ...command], { state: directory.path, env: { HOME: directory.path, XDG_STATE_HOME: directory.path, PATH: process.env['PATH'] ?? '' } });
    assert.deepEqual([byHand.stdout.split('\n')[0], byHand.stderr], ['FROM scratch', 'ended: exit code 6\n']);
  } finally {
    server.close();
    await ask(found.engine, ['rmi', '--force', image.replace('sha256:', '')]);
  }
});

test('as root no step of a Dockerfile is run', { skip: skip.skip ?? (process.getuid?.() === 0 ? false : 'this is not root') }, async () => {
  assert.ok(typeof found !== 'string');
  const context = join(directory.path, 'running');
  mkdirSync(context);
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /a\nRUN ["/a"]\n');
  await assert.rejects(buildImage(found.engine, { file: join(context, 'Dockerfile'), context, mayUseNetwork: false }), /as root no step of a Dockerfile is run/);
});
