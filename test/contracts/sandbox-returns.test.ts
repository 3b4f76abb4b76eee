/** What an order hands back, in real boxes: once, in order, of commands that ended by themselves, and nothing of it in the output. */

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { OrderRefused, type ReturnedFile, type SandboxOrder, type SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

const directory = new TemporaryDirectory();
after(() => directory.remove());
chmodSync(directory.path, 0o755);
const box = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });

interface Ran {
  readonly outcome: SandboxOutcome;
  readonly stdout: Buffer;
  readonly files: readonly string[];
}

interface More extends Partial<SandboxOrder> {
  readonly cancelAt?: string;
}

let runs = 0;

async function run(text: string, { cancelAt, ...more }: More): Promise<Ran> {
  const over = new AbortController();
  const stdout: Uint8Array[] = [];
  const files: string[] = [];
  let isOver = false;
  const outcome = await box.run(boxedOrder(`run${runs += 1}`, ['sh', '-c', text], more), {
    cancel: over.signal,
    onOutput: (stream, bytes) => {
      if (stream === 'stdout') stdout.push(Buffer.from(bytes));
      if (cancelAt !== undefined && String(bytes).includes(cancelAt)) over.abort();
    },
    onReturned: (file) => {
      assert.ok(!isOver, 'before it resolves');
      files.push('why' in file ? file.why : Buffer.from(file.content).toString('latin1'));
    },
  });
  isOver = true;
  return { outcome, stdout: Buffer.concat(stdout), files };
}

const of = (path: string, mostBytes = 100): ReturnedFile => ({ path, mostBytes });
const exit = (code: number): SandboxOutcome => ({ kind: 'exit', code });

test('a file comes back whole, beside what the command reads and writes, of its workspace as well', skip, async () => {
  const workspace = { base: join(directory.path, 'base'), layer: join(directory.path, 'layer') };
  mkdirSync(workspace.base);
  const text = 'i=0; while [ $i -lt 300000 ]; do echo $i; i=$((i+1)); done > big; cat - > /tmp/read; cat /tmp/read; printf last';
  const { outcome, stdout, files } = await run(text, { workspace, stdin: 'given\n', returns: [of('/work/big', 4 << 20), of('/tmp/read'), of('/home/agent/none')] });
  assert.deepEqual(outcome, exit(0));
  assert.equal(String(stdout), 'given\nlast');
  assert.equal(files[0], Array.from({ length: 300_000 }, (_, at) => `${at}\n`).join(''));
  assert.deepEqual(files.slice(1), ['given\n', 'there is none']);
  assert.deepEqual(readdirSync(workspace.base), []);
});

test('so it does of a command that was killed by a signal, that failed, and that was never there', skip, async () => {
  const returns = [of('/tmp/left')];
  assert.deepEqual(await run('printf left > /tmp/left; kill -KILL $$', { returns }), { outcome: { kind: 'signal', signal: 'SIGKILL' }, stdout: Buffer.alloc(0), files: ['left'] });
  assert.deepEqual((await run('printf left > /tmp/left; exit 125', { returns })).files, ['left'], 'a code of ours as well');
  const { outcome, files } = await run('', { command: ['no-such-program'], returns });
  assert.deepEqual([outcome, files], [exit(127), ['there is none']]);
});

test('nothing comes back of an order that was ended', skip, async () => {
  const returns = [of('/tmp/left')];
  const text = 'printf left > /tmp/left; echo up; exec sleep 60';
  assert.deepEqual(await run(text, { returns, cancelAt: 'up' }), { outcome: { kind: 'cancelled' }, stdout: Buffer.from('up\n'), files: [] });
  const { outcome, files } = await run(text, { returns, limits: { ...smallLimits, wallMs: 1_500 } });
  assert.deepEqual([outcome, files], [{ kind: 'timeout' }, []]);
  const services = [{ name: 'dead', command: ['false'], ready: ['false'], port: null, readyMs: 5_000 }];
  const served = await run(text, { returns, services });
  assert.deepEqual([served.outcome.kind, served.files], ['service', []]);
});

test('the limit of the output is the command\'s own, to the byte, and files are not of it', skip, async () => {
  const [returns, limits] = [[of('/tmp/left', 50_000)], { ...smallLimits, outputBytes: 1_000 }];
  const left = 'head -c 50000 /dev/zero > /tmp/left;';
  const within = await run(`${left} head -c 600 /dev/zero; head -c 400 /dev/zero >&2`, { returns, limits });
  assert.deepEqual([within.outcome, within.stdout.length, within.files[0]?.length], [exit(0), 600, 50_000]);
  const beyond = await run(`${left} head -c 601 /dev/zero; head -c 400 /dev/zero >&2`, { returns, limits });
  assert.deepEqual([beyond.outcome, beyond.files], [{ kind: 'limit', which: 'output' }, []]);
  const endless = await run('cat /dev/zero', { returns, limits });
  assert.deepEqual([endless.outcome, endless.stdout.length], [{ kind: 'limit', which: 'output' }, 1_000]);
});

test('what still writes when the command has ended spoils at most the file that it writes into, and hangs nothing', skip, async () => {
  const lines = '(while :; do echo "a line of a log"; done) &';
  const { outcome, stdout, files } = await run(`head -c 4000000 /dev/zero | tr "\\0" x > /tmp/left; ${lines} exit 4`, { returns: [of('/tmp/left', 4_000_000), of('/tmp/none')], limits: { ...smallLimits, outputBytes: 1 << 30 } });
  assert.deepEqual(outcome, exit(4));
  assert.ok(files[0] === 'x'.repeat(4_000_000) || files[0] === 'could not be read');
  assert.ok(files[1] === 'there is none' || files[1] === 'could not be read');
  assert.ok(files[0] === 'could not be read' || !stdout.includes('xxx'), 'nothing of it is in the output');
  const flooded = await run('yes & exit 4', { returns: [of('/tmp/none')], limits: { ...smallLimits, outputBytes: 10_000 } });
  assert.ok(flooded.stdout.length <= 10_000);
  assert.ok(['exit', 'limit'].includes(flooded.outcome.kind), 'as one whose box ends at once: it is too much, or it is not yet');
});

test('a file that is swapped for a fifo again and again hangs nothing', skip, async () => {
  const text = '(while :; do printf left > /tmp/a; mv /tmp/a /tmp/left; mkfifo /tmp/b; mv /tmp/b /tmp/left; done) > /dev/null 2>&1 & while ! [ -e /tmp/left ]; do :; done; exit 0';
  for (let round = 0; round < 3; round += 1) {
    const { outcome, files: [file = ''] } = await run(text, { returns: [of('/tmp/left')] });
    assert.deepEqual(outcome, exit(0));
    assert.ok(['left', 'no regular file'].includes(file), file);
  }
});

test('who finds the word out forges its own file, and the host holds no more of it than it may have', skip, async () => {
  const told = 'tr "\\0" "\\n" < /proc/$PPID/cmdline | sed -n \'s/.*"word":"\\([^"]*\\)".*/\\1/p\' | head -n 1';
  const forged = `word=$(${told}); printf real > /tmp/left; i=0; while [ $i -lt 2000 ]; do printf '\\036%s 0 %s eHh4\\n' "$word" $i; i=$((i+1)); done; printf said`;
  const { outcome, stdout, files } = await run(forged, { returns: [of('/tmp/left'), of('/tmp/none')] });
  assert.deepEqual([outcome, String(stdout), files], [exit(0), 'said', ['could not be read', 'there is none']]);
});

test('a file that no order can have back is refused before anything is made', skip, async () => {
  for (const [returns, how] of [[[of('relative')], /no whole path/], [[of('/proc/self/environ')], /the box has its own/], [[of('/a', 1 << 25)], /at most 16777216/]] as const) {
    await assert.rejects(run('true', { returns }), (error) => error instanceof OrderRefused && how.test(error.message));
  }
  await assert.rejects(run('true', { returns: [of('/tmp/a')], limits: { ...smallLimits, outputBytes: -1 } }), /its limit outputBytes is no whole number above 0/);
  assert.deepEqual(readdirSync(join(directory.path, 'state', 'orders')), []);
});
