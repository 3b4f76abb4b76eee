/** How orders end: told as they were, within their limits, and with nothing left behind. */

import { randomInt } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxOrder, SandboxOutcome } from '../../ports/sandbox.ts';
import { belongsTo, hasArgument, processesWhere } from '../machine/processes.ts';
import { attendedChecks } from './attended.ts';
import type { Canaries } from './canaries.ts';
import { inputChecks } from './inputs.ts';
import { diskChecks } from './disk.ts';
import { returnedChecks } from './returned.ts';
import { type CheckResult, runOrder, suiteLimits, suiteOrder, unlessRefused } from './run-order.ts';

interface Ending {
  readonly id: string;
  readonly says: string;
  readonly command: readonly string[];
  readonly expects: SandboxOutcome;
  readonly more?: Partial<SandboxOrder>;
  /** What the order has to have written. */
  readonly prints?: string;
}

/** Only processes of this very suite sleep for so long: another may run on the machine at the same time. */
const sleepSeconds = `${900_000 + randomInt(90_000)}.${process.pid}`;
const shell = (text: string): readonly string[] => ['sh', '-c', text];
const exit = (code: number): SandboxOutcome => ({ kind: 'exit', code });
const within = (limits: Partial<typeof suiteLimits>): Partial<SandboxOrder> => ({ limits: { ...suiteLimits, ...limits } });
const fill = (path: string): string => `head -c 100000000 /dev/zero > ${path} 2>/dev/null && exit 0; exit 9`;

const endings: readonly Ending[] = [
  { id: 'end.zero', says: 'Exit code 0 is told as it is.', command: ['true'], expects: exit(0) },
  { id: 'end.code', says: 'Another exit code is told as it is.', command: shell('exit 42'), expects: exit(42) },
  { id: 'end.missing', says: 'A program that is not there ends with 127.', command: ['no-such-program'], expects: exit(127) },
  { id: 'end.signal', says: 'A death by signal is told as one.', command: shell('kill -KILL $$'), expects: { kind: 'signal', signal: 'SIGKILL' } },
  { id: 'end.abort', says: 'A crash is told by its signal.', command: shell('kill -ABRT $$'), expects: { kind: 'signal', signal: 'SIGABRT' } },
  { id: 'end.words', says: 'Arguments arrive as they were given: no shell reads them.', command: ['printf', '%s|', '$HOME', '; exit 3', '"'], expects: exit(0), prints: '$HOME|; exit 3|"|' },
  { id: 'end.input', says: 'What a command is given to read, it reads.', command: ['cat'], more: { stdin: 'given' }, expects: exit(0), prints: 'given' },
  { id: 'end.no-input', says: 'A command that is given nothing reads nothing.', command: ['cat'], expects: exit(0), prints: '' },
  { id: 'limit.wall', says: 'A command that ignores SIGTERM ends when its time is up.', command: shell(`trap "" TERM INT HUP; sleep ${sleepSeconds}; sleep ${sleepSeconds}`), more: within({ wallMs: 400 }), expects: { kind: 'timeout' } },
  { id: 'limit.stopped', says: 'So does one that has stopped itself.', command: shell('kill -STOP $$'), more: within({ wallMs: 400 }), expects: { kind: 'timeout' } },
  { id: 'limit.cpu', says: 'Processor time is bounded.', command: shell('while :; do :; done'), more: within({ cpuMs: 300 }), expects: { kind: 'limit', which: 'cpu' } },
  { id: 'limit.output', says: 'What a command writes to its streams is bounded, in one endless line as well.', command: ['cat', '/dev/zero'], expects: { kind: 'limit', which: 'output' } },
  { id: 'limit.file', says: 'The size of a file is bounded.', command: shell('exec head -c 100000000 /dev/zero > /tmp/file'), more: within({ fileBytes: 65_536 }), expects: { kind: 'limit', which: 'file-size' } },
  { id: 'limit.tmp', says: '/tmp is bounded.', command: shell(fill('/tmp/file')), more: within({ fileBytes: 1 << 30 }), expects: exit(9) },
  { id: 'limit.shm', says: '/dev/shm is bounded.', command: shell(fill('/dev/shm/file')), more: within({ fileBytes: 1 << 30 }), expects: exit(9) },
  { id: 'limit.home', says: 'The home is bounded.', command: shell(fill('/home/agent/file')), more: within({ fileBytes: 1 << 30 }), expects: exit(9) },
  { id: 'limit.bomb', says: 'A bomb of processes is bounded.', command: shell('i=0; while [ $i -lt 200 ]; do sleep 9 & i=$((i+1)); done 2>/dev/null; exit 0'), expects: exit(2) },
];

/** Speaks for whatever begins a box, by every way that could lead to it, and is then killed for memory within a command that goes on. */
const forged = 'for to in /run/espalier/told /run/espalier/leave /proc/1/fd/3 /proc/1/fd/4 /proc/1/fd/5; do (printf "ended\\n" >> "$to") & done 2>/dev/null; sleep 0.3; tail /dev/zero; exit 0';

const memoryEndings: readonly Ending[] = [
  { id: 'limit.memory', says: 'What takes too much memory is killed, and that is told.', command: ['tail', '/dev/zero'], more: within({ memoryBytes: 64 << 20 }), expects: { kind: 'oom' } },
  { id: 'limit.memory-child', says: 'So it is when the command itself ends with 0.', command: shell('tail /dev/zero; exit 0'), more: within({ memoryBytes: 64 << 20 }), expects: { kind: 'oom' } },
  { id: 'limit.memory-hidden', says: 'It cannot be hidden by speaking for the box.', command: shell(forged), more: within({ memoryBytes: 64 << 20 }), expects: { kind: 'oom' } },
];

/** The checks that are left out where what they try is not held. */
export const memoryChecks: readonly string[] = memoryEndings.map(({ id }) => id);

export async function endingChecks(sandbox: Sandbox, canaries: Canaries): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const ending of endings) results.push(await checkEnding(sandbox, ending));
  const { holds } = await sandbox.probe();
  // Where it is not held that is said, and no workflow may ask for it.
  for (const ending of holds.memory.held ? memoryEndings : []) results.push(await checkEnding(sandbox, ending));
  results.push(...(await diskChecks(sandbox, canaries.directory)), ...(await siblings(sandbox)), ...(await workspaces(sandbox, canaries)), ...(await inputChecks(sandbox, canaries.directory)), ...(await returnedChecks(sandbox)), ...(await nothingLeft(sandbox)));
  return results;
}

async function checkEnding(sandbox: Sandbox, { id, says, command, expects, more, prints }: Ending): Promise<CheckResult> {
  const { outcome, stdout } = await runOrder(sandbox, command, more);
  const isAsExpected = JSON.stringify(outcome) === JSON.stringify(expects) && (prints === undefined || prints === stdout);
  return { id, says, ok: isAsExpected, detail: isAsExpected ? '' : `${JSON.stringify(outcome)} ${stdout.slice(0, 100)}` };
}

/** Memory of System V that outlives who made it; says how many there are. */
const segment = '{ ipcmk -M 64 || perl -e \'shmget(0, 64, 0666)\'; } > /dev/null 2>&1; tail -n +2 /proc/sysvipc/shm | wc -l';

async function siblings(sandbox: Sandbox): Promise<readonly CheckResult[]> {
  const filling = shell(`echo full > /tmp/sibling; echo full > /dev/shm/sibling; n=$(${segment}); i=0; while [ $i -lt 60 ]; do sleep ${sleepSeconds} & i=$((i+1)); done 2>/dev/null; echo $n; wait`);
  const [full, over] = [Promise.withResolvers<string>(), new AbortController()];
  const bomb = sandbox.run(suiteOrder(filling), { cancel: over.signal, onOutput: (_, bytes) => full.resolve(Buffer.from(bytes).toString().trim()) });
  // Where it could make none there is none to be shared, and nothing is claimed of it.
  const hasSegment = await Promise.race([full.promise, bomb.then(({ kind }) => kind)]) === '1';
  const forks = await runOrder(sandbox, shell('i=0; while [ $i -lt 20 ]; do sleep 0 & i=$((i+1)); done; wait; for one in "$(ls /tmp)" "$(ls /dev/shm)" "$(tail -n +2 /proc/sysvipc/shm)"; do echo "${one:-nothing}"; done'));
  const seen = processesWhere((pid) => readCommand(pid) === `sleep\0${sleepSeconds}\0`);
  const roots = seen.filter((pid) => belongsTo(pid, 0)).length;
  over.abort();
  const isFull = (await bomb).kind === 'cancelled';
  const [temporary = '', shared = '', segments = ''] = forks.stdout.split('\n');
  const isApart = isFull && forks.outcome.kind === 'exit' && forks.outcome.code === 0;
  const nothing = (id: string, says: string, found: string): CheckResult => ({ id, says, ok: found === 'nothing', detail: found === 'nothing' ? '' : found });
  return [
    { id: 'sibling.processes', says: 'An order that has all its processes takes none from another.', ok: isApart, detail: isApart ? '' : `${isFull ? '' : 'the other could not fill its own; '}${JSON.stringify(forks.outcome)}` },
    nothing('sibling.tmp', 'Two orders at a time share no /tmp.', temporary), nothing('sibling.shm', 'Nor /dev/shm.', shared),
    // With a kernel of the box's own the machine sees none of them.
    ...(seen.length === 0 ? [] : [{ id: 'right.machine-user', says: 'To the machine no process of an order is root\'s.', ok: roots === 0, detail: roots === 0 ? '' : `${roots} of ${seen.length} processes are root's` }]),
    ...(hasSegment ? [nothing('sibling.segments', 'Nor the shared memory of System V.', segments)] : []),
  ];
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone
  }
}

async function workspaces(sandbox: Sandbox, { directory }: Canaries): Promise<readonly CheckResult[]> {
  const [base, layer] = [join(directory, 'base'), join(directory, 'layer')];
  mkdirSync(base);
  writeFileSync(join(base, 'file'), 'base');
  const workspace = { base, layer };
  const wrote = await runOrder(sandbox, shell('echo -n changed > file && echo new > new && chmod 755 new && cat file'), { workspace });
  const again = await runOrder(sandbox, shell('cat file new'), { workspace });
  const isBaseSame = readFileSync(join(base, 'file'), 'utf8') === 'base' && readdirSync(base).join() === 'file';
  const filled = await runOrder(sandbox, shell('i=0; while [ $i -lt 20 ]; do head -c 8000000 /dev/zero > big$i; i=$((i+1)); done; sleep 5'), { workspace });
  const isBounded = JSON.stringify(filled.outcome) === JSON.stringify({ kind: 'limit', which: 'scratch' });
  const readOnly = await readOnlyWorkspace(sandbox, base);
  return [
    { id: 'workspace.write', says: 'The files of a workspace can be changed.', ok: wrote.stdout === 'changed', detail: wrote.stdout === 'changed' ? '' : JSON.stringify(wrote.outcome) },
    { id: 'workspace.base', says: 'Its base stays as it is.', ok: isBaseSame, detail: isBaseSame ? '' : 'the base has changed' },
    { id: 'workspace.layer', says: 'What was changed is there for the next order.', ok: again.stdout === 'changednew\n', detail: again.stdout === 'changednew\n' ? '' : again.stdout },
    { id: 'workspace.bounded', says: 'A workspace that is filled ends its order.', ok: isBounded, detail: isBounded ? '' : JSON.stringify(filled.outcome) },
    readOnly, ...(await unlessRefused(async () => [await wayOut(sandbox, join(directory, 'socket'))])), ...(await attendedChecks(sandbox, join(directory, 'socket'))),
  ];
}

async function readOnlyWorkspace(sandbox: Sandbox, base: string): Promise<CheckResult> {
  // Nobody's rights are what keeps it as it is.
  chmodSync(base, 0o777);
  chmodSync(join(base, 'file'), 0o666);
  const { stdout } = await runOrder(sandbox, shell('cat file; echo x > file; echo x > new; rm -f file; cat file'), { workspace: { base, layer: null } });
  return { id: 'workspace.read-only', says: 'A workspace without a layer can be read and not changed.', ok: stdout === 'basebase', detail: stdout === 'basebase' ? '' : stdout };
}

async function wayOut(sandbox: Sandbox, socket: string): Promise<CheckResult> {
  const inputs = [{ from: process.execPath, to: '/opt/espalier/node' }];
  const text = "require('net').connect('/run/espalier/way-out.sock').on('connect', () => process.exit(0)).on('error', () => process.exit(5))";
  const { outcome } = await runOrder(sandbox, ['/opt/espalier/node', '-e', text], { inputs, wayOut: { socket, port: null } });
  const isOpen = outcome.kind === 'exit' && outcome.code === 0;
  return { id: 'net.way-out', says: 'The one way out that was given can be taken.', ok: isOpen, detail: isOpen ? '' : JSON.stringify(outcome) };
}

const detached = `i=0; while [ $i -lt 40 ]; do setsid sleep ${sleepSeconds} & i=$((i+1)); done; setsid sh -c 'trap "" TERM; sleep ${sleepSeconds}' &`;

/** Many, and again and again: what is told too early is seen only while they are still being ended. */
async function nothingLeft(sandbox: Sandbox): Promise<readonly CheckResult[]> {
  const ends = [
    { id: 'end.nothing-left', says: 'What was detached ends with its order.', text: `${detached} exit 5`, more: {}, expects: exit(5), rounds: 5 },
    { id: 'limit.nothing-left', says: 'And where the order\'s time is up.', text: `${detached} wait`, more: within({ wallMs: 600 }), expects: { kind: 'timeout' }, rounds: 2 },
  ] as const;
  const results: CheckResult[] = [];
  for (const { id, says, text, more, expects, rounds } of ends) {
    const found: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { outcome } = await runOrder(sandbox, shell(text), more);
      const left = processesWhere((pid) => hasArgument(pid, sleepSeconds)).length;
      if (left > 0 || JSON.stringify(outcome) !== JSON.stringify(expects)) found.push(`${left} processes are left; ${JSON.stringify(outcome)}`);
    }
    results.push({ id, says, ok: found.length === 0, detail: found.join('; ') });
  }
  return results;
}
