/**
 * The conformance suite, on bubblewrap as root and as an ordinary user, and on a control without a box.
 *
 * `npm test -- sandbox`. What `doctor` runs, and what needs a compiler besides: the system calls, one
 * by one. A machine that has no bubblewrap skips, with the reason in one line.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { checkSandbox } from '../../src/sandbox/conformance/check-sandbox.ts';
import { type CheckResult, runOrder } from '../../src/sandbox/conformance/run-order.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

/** Checks that have to fail without a box; an ordinary user can do less to begin with. */
const leastLeaks = { root: 40, user: 25 };
const ordinaryUser = 65_534;
const isRoot = process.getuid?.() === 0;

async function main(): Promise<boolean> {
  const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
  if (why !== null) {
    console.log(`sandbox: skipped: bubblewrap cannot be run here: ${why}`);
    return true;
  }
  const green = await suite();
  return isRoot ? asOrdinaryUser() && green : green;
}

async function suite(): Promise<boolean> {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  try {
    const sandbox = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
    const { checks, controlLeaks } = await checkSandbox(sandbox);
    const calls = await systemCalls(sandbox, directory.path);
    const all = [...checks, ...calls.checks];
    const leaks = [...controlLeaks, ...calls.leaks];
    for (const { id, ok, says, detail } of all) console.log(`${ok ? 'ok    ' : 'FAILED'} ${id}: ${says}${ok ? '' : ` ${detail}`}`);
    const { holds } = await sandbox.probe();
    for (const [name, { held, how }] of Object.entries(holds)) console.log(`${held ? 'holds ' : 'no    '} ${name}: ${how}`);
    console.log(`control, without a box: ${leaks.length} leaks: ${leaks.join(' ')}`);
    const failed = all.filter(({ ok }) => !ok).length;
    const isControlled = leaks.length >= (isRoot ? leastLeaks.root : leastLeaks.user);
    console.log(`sandbox: bubblewrap as ${isRoot ? 'root' : 'an ordinary user'}: ${all.length - failed} held, ${failed} failed`);
    return failed === 0 && isControlled;
  } finally {
    directory.remove();
  }
}

interface Calls {
  readonly checks: readonly CheckResult[];
  readonly leaks: readonly string[];
}

async function systemCalls(sandbox: Bubblewrap, directory: string): Promise<Calls> {
  const program = join(directory, 'system-calls');
  const built = spawnSync('cc', ['-O1', '-o', program, join(import.meta.dirname, 'system-calls.c')], { encoding: 'utf8' });
  if (built.status !== 0) {
    console.log(`sandbox: skipped: the single system calls: ${built.error?.message ?? built.stderr.trim()}`);
    return { checks: [], leaks: [] };
  }
  const boxed = await runOrder(sandbox, ['/opt/calls'], { inputs: [{ from: program, to: '/opt/calls' }] });
  const outside = spawnSync(program, [], { encoding: 'utf8', timeout: 30_000 }).stdout;
  const checks = linesOf(boxed.stdout).map(([name = '', how]) => ({
    id: `call.${name}`, says: 'This system call is refused.', ok: how === 'refused', detail: 'it works',
  }));
  const leaks = linesOf(outside).filter(([, how]) => how === 'works').map(([name = '']) => `call.${name}`);
  const isWhole = checks.length === linesOf(outside).length && checks.length > 0;
  return { checks: [...checks, { id: 'call.whole', says: 'Each call was tried.', ok: isWhole, detail: JSON.stringify(boxed.outcome) }], leaks };
}

function linesOf(text: string): readonly (readonly string[])[] {
  return text.split('\n').filter((line) => line !== '').map((line) => line.split(' '));
}

/** The same program once more, as a user who may read neither this checkout nor the toolchain: so from a copy. */
function asOrdinaryUser(): boolean {
  const directory = new TemporaryDirectory();
  try {
    chmodSync(directory.path, 0o755);
    const root = join(import.meta.dirname, '../..');
    const node = join(directory.path, 'node');
    cpSync(process.execPath, node);
    for (const part of ['package.json', 'src/kernel', 'src/ports', 'src/sandbox', 'test/contracts']) {
      if (existsSync(join(root, part))) cpSync(join(root, part), join(directory.path, part), { recursive: true });
    }
    mkdirSync(join(directory.path, 'tmp'));
    chmodSync(join(directory.path, 'tmp'), 0o777);
    const user = ['--reuid', String(ordinaryUser), '--regid', String(ordinaryUser), '--clear-groups', '--'];
    const env = { PATH: process.env['PATH'], TMPDIR: join(directory.path, 'tmp') };
    const run = spawnSync('setpriv', [...user, node, join(directory.path, 'test/contracts/sandbox-conformance.ts')], { stdio: 'inherit', env, cwd: '/' });
    return run.status === 0;
  } finally {
    directory.remove();
  }
}

process.exitCode = (await main()) ? 0 : 1;
