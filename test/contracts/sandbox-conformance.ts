/**
 * The conformance suite on a back-end, as root and as an ordinary user: `sandbox-conformance.ts [NAME] [--as
 * root|ordinary|handed-on] [--json]`. Without a name it is bubblewrap: `npm test -- sandbox`. A machine that cannot run it
 * skips, with the reason in one line.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelDirectory } from './guest-kernel.ts';
import { handOnGroups } from './handed-on-groups.ts';
import { isGreen, runSuite, skippedAs, type SuiteReport, type SuiteUser } from './sandbox-suite.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { type Mount, withMounts } from './with-mounts.ts';

const ordinaryUser = 65_534;
/** Numbers that nobody has, for the engines that need them: seen by the suite alone. */
const subordinate = 1_898_000_000;
const device = '/dev/kvm';
/** Set where the device was opened: it is done once. */
const opened = 'SUITE_HAS_OPENED_DEVICE';
/** Becomes a member of each group that is given, and then the command. */
const joining = 'while [ "$1" != -- ]; do echo 0 > "$1"; shift; done; shift; exec "$@"';
const isRoot = process.getuid?.() === 0;

const { values: { as: asked, json: isJson = false }, positionals: [backEnd = 'bubblewrap'] } = parseArgs({
  allowPositionals: true, options: { as: { type: 'string' }, json: { type: 'boolean' } },
});

async function main(): Promise<boolean> {
  if (!isRoot) return asked === 'root' || ownSuite(asked === 'handed-on' ? asked : 'ordinary');
  if (backEnd === 'microvm' && process.env[opened] === undefined && existsSync(device)) return withDevice();
  if (asked === 'handed-on') return asHandedOn();
  const own = asked === 'ordinary' || await ownSuite('root');
  return (asked === 'root' || asOrdinaryUser('ordinary', [])) && own;
}

/** With what an ordinary user's session has where the machine's administrator hands control groups on. */
async function asHandedOn(): Promise<boolean> {
  const groups = handOnGroups(ordinaryUser);
  if (groups === null) {
    tell(skippedAs(backEnd, 'handed-on', 'root can make no control groups here that it could hand on'));
    return true;
  }
  try {
    return asOrdinaryUser('handed-on', groups.joins);
  } finally {
    await groups.remove();
  }
}

/**
 * The same program once more, for which the device of virtualization belongs to everybody: whether a guest gets on is
 * shown by booting one, not by whom the machine lets near it.
 */
function withDevice(): boolean {
  const directory = new TemporaryDirectory();
  try {
    const node = join(directory.path, 'device');
    const [major, minor] = spawnSync('stat', ['-c', '%Hr %Lr', device], { encoding: 'utf8' }).stdout.trim().split(' ');
    const isMade = spawnSync('mknod', ['-m', '666', node, 'c', major ?? '', minor ?? '']).status === 0;
    const [program = '', ...rest] = withMounts(isMade ? [[node, device]] : [], [process.execPath, import.meta.filename, ...process.argv.slice(2)]);
    return spawnSync(program, rest, { stdio: 'inherit', env: { ...process.env, [opened]: 'yes' } }).status === 0;
  } finally {
    directory.remove();
  }
}

async function ownSuite(user: SuiteUser): Promise<boolean> {
  const report = await runSuite(backEnd, user);
  tell(report);
  return isGreen(report);
}

function tell(report: SuiteReport): void {
  if (isJson) console.log(JSON.stringify(report));
  else print(report);
}

const userNames: Readonly<Record<SuiteUser, string>> = { 'root': 'root', 'ordinary': 'an ordinary user', 'handed-on': 'an ordinary user with control groups handed on' };

function print({ user, skipped, checks, holds, leaks, notes }: SuiteReport): void {
  const who = `${backEnd} as ${userNames[user]}`;
  if (skipped !== null) return console.log(`sandbox: skipped: ${who} cannot be run here: ${skipped}`);
  for (const { id, ok, says, detail } of checks) console.log(`${ok ? 'ok    ' : 'FAILED'} ${id}: ${says}${ok ? '' : ` ${detail}`}`);
  for (const [name, { held, how }] of Object.entries(holds ?? {})) console.log(`${held ? 'holds ' : 'no    '} ${name}: ${how}`);
  for (const note of notes) console.log(`sandbox: skipped: ${note}`);
  console.log(`control, without a box: ${leaks.length} leaks: ${leaks.join(' ')}`);
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`sandbox: ${who}: ${checks.length - failed} held, ${failed} failed`);
}

/** The same program once more, as a user who may read neither this checkout nor the toolchain: so from a copy. */
function asOrdinaryUser(as: SuiteUser, joins: readonly string[]): boolean {
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
    const args = [backEnd, '--as', as, ...(isJson ? ['--json'] : [])];
    const [runtime, numbers] = [join(directory.path, 'runtime'), join(directory.path, 'numbers')];
    mkdirSync(runtime, { mode: 0o700 });
    chownSync(runtime, ordinaryUser, ordinaryUser);
    writeFileSync(numbers, `${ordinaryUser}:${subordinate}:65536\n`);
    const env = { PATH: process.env['PATH'], TMPDIR: own, HOME: own, XDG_RUNTIME_DIR: runtime };
    const command = ['sh', '-c', joining, 'sh', ...joins, '--', 'setpriv', ...user, node, script, ...args];
    const [program = '', ...rest] = withMounts(mountsFor(directory.path, numbers), command);
    const run = spawnSync(program, rest, { stdio: 'inherit', env, cwd: '/' });
    endPause(runtime);
    return run.status === 0;
  } finally {
    directory.remove();
  }
}

function mountsFor(copy: string, numbers: string): readonly Mount[] {
  const files = ['/etc/subuid', '/etc/subgid'];
  const own: readonly Mount[] = files.every((file) => existsSync(file)) ? files.map((file) => [numbers, file]) : [];
  if (backEnd !== 'microvm' || !existsSync(kernelDirectory)) return own;
  // It is large, and lies where this user may not go.
  const place = join(copy, '.toolchain/guest-kernel');
  mkdirSync(place, { recursive: true });
  return [...own, [kernelDirectory, place]];
}

/** podman keeps a process for a user for ever, that holds its namespaces: this user is no more. */
function endPause(runtime: string): void {
  const file = join(runtime, 'libpod/tmp/pause.pid');
  if (existsSync(file)) process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
}

process.exitCode = (await main()) ? 0 : 1;
