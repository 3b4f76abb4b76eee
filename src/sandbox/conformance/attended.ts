/** What the attendant does for a command: its way out on a port, and services that are ready before it begins. */

import { randomInt } from 'node:crypto';
import type { BoxedService, Sandbox, SandboxOrder, SandboxOutcome } from '../../ports/sandbox.ts';
import { hasArgument, processesWhere } from '../machine/processes.ts';
import { type CheckResult, runOrder, suiteLimits, unlessRefused } from './run-order.ts';

interface Attended {
  readonly id: string;
  readonly says: string;
  readonly command: readonly string[];
  readonly more: Partial<SandboxOrder>;
  readonly expects: SandboxOutcome;
  readonly prints?: string;
}

const node = '/opt/espalier/node';
const port = 4_711;
const sleepSeconds = `${800_000 + randomInt(90_000)}.${process.pid}`;

const server = (answer: string): readonly string[] => [
  node, '-e', `require('net').createServer((socket) => socket.end(${JSON.stringify(answer)})).listen(${port}, '127.0.0.1')`,
];
const asks: readonly string[] = [
  node, '-e', `require('net').connect(${port}, '127.0.0.1').on('data', (bytes) => process.stdout.write(bytes)).on('error', () => process.exit(5))`,
];
const service = (command: readonly string[], more: Partial<BoxedService> = {}): BoxedService => ({ name: 'one', command, ready: null, port, readyMs: 10_000, ...more });

function attendedEndings(socket: string): readonly Attended[] {
  const wayOut = { socket, port };
  const sleeper = service(['sleep', sleepSeconds], { port: null });
  return [
    { id: 'net.port', says: 'The way out is offered on a port of the box\'s own loopback.', command: asks, more: { wayOut }, expects: { kind: 'exit', code: 0 }, prints: 'way out' },
    { id: 'attended.code', says: 'Behind the attendant an exit code is told as it is.', command: ['sh', '-c', 'exit 42'], more: { wayOut }, expects: { kind: 'exit', code: 42 } },
    { id: 'attended.signal', says: 'And a death by signal as one.', command: ['sh', '-c', 'kill -KILL $$'], more: { wayOut }, expects: { kind: 'signal', signal: 'SIGKILL' } },
    { id: 'attended.missing', says: 'And a program that is not there.', command: ['no-such-program'], more: { wayOut }, expects: { kind: 'exit', code: 127 } },
    { id: 'attended.survived', says: 'A death by a signal that Node itself survives is told as well.', command: ['sh', '-c', 'kill -PIPE $$'], more: { wayOut }, expects: { kind: 'signal', signal: 'SIGPIPE' } },
    { id: 'attended.limit', says: 'Behind the attendant a limit that is passed is told.', command: ['sh', '-c', 'exec head -c 100000000 /dev/zero > /tmp/file'], more: { wayOut, limits: { ...suiteLimits, fileBytes: 65_536 } }, expects: { kind: 'limit', which: 'file-size' } },
    { id: 'attended.environment', says: 'What the environment says to Node it says to the command alone.', command: ['printenv', 'NODE_OPTIONS'], more: { wayOut, env: { PATH: '/usr/bin:/bin', NODE_OPTIONS: '--no-such-option' } }, expects: { kind: 'exit', code: 0 }, prints: '--no-such-option\n' },
    { id: 'service.answers', says: 'A service answers before the command begins.', command: asks, more: { services: [service(server('served'))] }, expects: { kind: 'exit', code: 0 }, prints: 'served' },
    { id: 'service.asked', says: 'A service is ready when its own question says so.', command: ['cat', '/tmp/ready'], more: { services: [service(['sh', '-c', `echo yes > /tmp/ready; exec sleep ${sleepSeconds}`], { ready: ['test', '-s', '/tmp/ready'] })] }, expects: { kind: 'exit', code: 0 }, prints: 'yes\n' },
    { id: 'service.late', says: 'A service that is not ready in time is told, and the command is not begun.', command: ['echo', 'begun'], more: { services: [service(['sleep', sleepSeconds], { readyMs: 300 })] }, expects: { kind: 'service', name: 'one', how: 'it was not ready within 300 ms' }, prints: '' },
    { id: 'service.dead', says: 'So is one that ends, with its last words.', command: ['echo', 'begun'], more: { services: [service(['sh', '-c', 'echo why; exit 3'])] }, expects: { kind: 'service', name: 'one', how: 'it ended with exit code 3: why' }, prints: '' },
    { id: 'service.background', says: 'One that goes to the background is waited for.', command: ['cat', '/tmp/ready'], more: { services: [service(['sh', '-c', `(sleep 0.2; echo yes > /tmp/ready; exec sleep ${sleepSeconds}) & exit 0`], { ready: ['test', '-s', '/tmp/ready'] })] }, expects: { kind: 'exit', code: 0 }, prints: 'yes\n' },
    { id: 'service.hung', says: 'A question that does not end is cut off.', command: ['echo', 'begun'], more: { services: [service(['sleep', sleepSeconds], { ready: ['sleep', sleepSeconds], readyMs: 300 })] }, expects: { kind: 'service', name: 'one', how: 'it was not ready within 300 ms' }, prints: '' },
    { id: 'service.command', says: 'The command\'s own end is the order\'s, while a service runs on.', command: ['sh', '-c', 'exit 7'], more: { services: [sleeper] }, expects: { kind: 'exit', code: 7 } },
  ];
}

/** `socket` answers «way out» to whoever connects. */
export async function attendedChecks(sandbox: Sandbox, socket: string): Promise<readonly CheckResult[]> {
  const inputs = [{ from: process.execPath, to: node }];
  const results: CheckResult[] = [];
  for (const { id, says, command, more, expects, prints } of attendedEndings(socket)) {
    results.push(...(await unlessRefused(async () => {
      const { outcome, stdout } = await runOrder(sandbox, command, { inputs, ...more });
      const ok = JSON.stringify(outcome) === JSON.stringify(expects) && (prints === undefined || prints === stdout);
      return [{ id, says, ok, detail: ok ? '' : `${JSON.stringify(outcome)} ${stdout.slice(0, 100)}` }];
    })));
  }
  const left = processesWhere((pid) => hasArgument(pid, sleepSeconds)).length;
  return [...results, { id: 'service.gone', says: 'Services end with the command.', ok: left === 0, detail: left === 0 ? '' : `${left} processes are left` }];
}
