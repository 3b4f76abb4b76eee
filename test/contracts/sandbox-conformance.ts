/**
 * The conformance suite on a back-end, as root and as an ordinary user: `sandbox-conformance.ts [NAME] [--as root|ordinary]
 * [--json]`. Without a name it is bubblewrap: `npm test -- sandbox`. A machine that cannot run it skips, with the reason
 * in one line.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isGreen, runSuite, type SuiteReport } from './sandbox-suite.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const ordinaryUser = 65_534;
/** Numbers that nobody has, for the engines that need them: seen by the suite alone, in a mount namespace of its own. */
const subordinate = 1_898_000_000;
const withNumbers = [
  'unshare', '--mount', '--propagation', 'private', '--', 'sh', '-c',
  'mount --bind "$1" /etc/subuid; mount --bind "$1" /etc/subgid; shift; exec "$@"', 'sh',
];
const isRoot = process.getuid?.() === 0;

const { values: { as: asked, json: isJson = false }, positionals: [backEnd = 'bubblewrap'] } = parseArgs({
  allowPositionals: true, options: { as: { type: 'string' }, json: { type: 'boolean' } },
});

async function main(): Promise<boolean> {
  const own = asked === undefined || (asked === 'root') === isRoot ? await ownSuite() : true;
  const other = isRoot && asked !== 'root' ? asOrdinaryUser() : true;
  return own && other;
}

async function ownSuite(): Promise<boolean> {
  const report = await runSuite(backEnd);
  if (isJson) console.log(JSON.stringify(report));
  else print(report);
  return isGreen(report);
}

function print({ user, skipped, checks, holds, leaks, notes }: SuiteReport): void {
  const who = `${backEnd} as ${user === 'root' ? 'root' : 'an ordinary user'}`;
  if (skipped !== null) return console.log(`sandbox: skipped: ${who} cannot be run here: ${skipped}`);
  for (const { id, ok, says, detail } of checks) console.log(`${ok ? 'ok    ' : 'FAILED'} ${id}: ${says}${ok ? '' : ` ${detail}`}`);
  for (const [name, { held, how }] of Object.entries(holds ?? {})) console.log(`${held ? 'holds ' : 'no    '} ${name}: ${how}`);
  for (const note of notes) console.log(`sandbox: skipped: ${note}`);
  console.log(`control, without a box: ${leaks.length} leaks: ${leaks.join(' ')}`);
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`sandbox: ${who}: ${checks.length - failed} held, ${failed} failed`);
}

/** The same program once more, as a user who may read neither this checkout nor the toolchain: so from a copy. */
function asOrdinaryUser(): boolean {
  const directory = new TemporaryDirectory();
  try {
    chmodSync(directory.path, 0o755);
    const root = join(import.meta.dirname, '../..');
    const node = join(directory.path, 'node');
    cpSync(process.execPath, node);
    for (const part of ['package.json', 'src/kernel', 'src/ports', 'src/gateway', 'src/sandbox', 'test/contracts']) {
      if (existsSync(join(root, part))) cpSync(join(root, part), join(directory.path, part), { recursive: true });
    }
    const own = join(directory.path, 'tmp');
    mkdirSync(own);
    chmodSync(own, 0o777);
    const user = ['--reuid', String(ordinaryUser), '--regid', String(ordinaryUser), '--clear-groups', '--'];
    const script = join(directory.path, 'test/contracts/sandbox-conformance.ts');
    const args = [backEnd, '--as', 'ordinary', ...(isJson ? ['--json'] : [])];
    const [runtime, numbers] = [join(directory.path, 'runtime'), join(directory.path, 'numbers')];
    mkdirSync(runtime, { mode: 0o700 });
    chownSync(runtime, ordinaryUser, ordinaryUser);
    writeFileSync(numbers, `${ordinaryUser}:${subordinate}:65536\n`);
    const env = { PATH: process.env['PATH'], TMPDIR: own, HOME: own, XDG_RUNTIME_DIR: runtime };
    const command = ['setpriv', ...user, node, script, ...args];
    const [program = '', ...rest] = canGiveNumbers() ? [...withNumbers, numbers, ...command] : command;
    const run = spawnSync(program, rest, { stdio: 'inherit', env, cwd: '/' });
    endPause(runtime);
    return run.status === 0;
  } finally {
    directory.remove();
  }
}

/** Not where root has not all of its rights. */
function canGiveNumbers(): boolean {
  return ['/etc/subuid', '/etc/subgid'].every((file) => existsSync(file)) && spawnSync('unshare', ['--mount', '--propagation', 'private', '--', 'true']).status === 0;
}

/** podman keeps a process for a user for ever, that holds its namespaces: this user is no more. */
function endPause(runtime: string): void {
  const file = join(runtime, 'libpod/tmp/pause.pid');
  if (existsSync(file)) process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
}

process.exitCode = (await main()) ? 0 : 1;
