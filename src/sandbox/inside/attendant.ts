/**
 * The attendant of a box: offers the way out on the box's loopback, starts services and waits for
 * them, and then performs the command and ends as it ends.
 *
 * It runs inside, beside whatever else runs there, imports nothing of ours and knows no secret:
 * what a command does to it, it does to itself.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

interface Service {
  readonly name: string;
  readonly command: readonly string[];
  readonly ready: readonly string[] | null;
  readonly port: number | null;
  readonly readyMs: number;
}

interface Told {
  /** A word by which the host knows this attendant's last line. */
  readonly word: string;
  readonly wayOut: { readonly path: string; readonly port: number } | null;
  readonly services: readonly Service[];
  readonly command: readonly string[];
}

const lookEveryMs = 50;
const tailBytes = 2_000;

const told: Told = JSON.parse(process.argv[2] ?? '');

/** Ends all, without the command: what went wrong is the last line. */
function giveUp(name: string, how: string): never {
  writeSync(2, `\n${told.word} ${JSON.stringify({ name, how })}\n`);
  process.exit(125);
}

function offer({ path, port }: NonNullable<Told['wayOut']>): Promise<unknown> {
  const server = createServer({ allowHalfOpen: true }, (inner) => join(inner, connect({ path, allowHalfOpen: true })));
  server.on('error', (error) => giveUp('way out', error.message));
  server.listen(port, '127.0.0.1');
  return once(server, 'listening');
}

/** What one side says the other hears; when one of them breaks, both end. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}

const logOf = (name: string): string => `/tmp/service-${name}.log`;

async function start(service: Service): Promise<void> {
  const { name, readyMs } = service;
  const log = openSync(logOf(name), 'a');
  const child = begin(service.command, ['ignore', log, log]);
  closeSync(log);
  let ended: string | null = null;
  child.on('error', (error) => { ended = error.message; });
  child.on('exit', (code, signal) => { ended = `it ended with ${signal ?? `exit code ${code ?? ''}`}`; });
  const deadline = performance.now() + readyMs;
  while (!(await answers(service))) {
    if (ended !== null) giveUp(name, `${ended}${tailOf(name)}`);
    if (performance.now() > deadline) giveUp(name, `it was not ready within ${readyMs} ms${tailOf(name)}`);
    await pause(lookEveryMs);
  }
  if (ended !== null) giveUp(name, `${ended}${tailOf(name)}`);
  // The command's own exit code says what that was worth.
  child.on('exit', () => writeSync(2, `\nservice ${name} ended before the command did: ${ended ?? ''}\n`));
}

async function answers({ ready, port }: Service): Promise<boolean> {
  if (ready !== null) return asks(ready);
  return port === null || listens(port);
}

async function asks(command: readonly string[]): Promise<boolean> {
  const child = begin(command, 'ignore');
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function tailOf(name: string): string {
  const text = readFileSync(logOf(name)).subarray(-tailBytes).toString('utf8').trim();
  return text === '' ? '' : `: ${text}`;
}

/** In a session of its own: a command that signals its group does not reach us. */
function begin([program = '', ...args]: readonly string[], stdio: 'inherit' | 'ignore' | readonly ['ignore', number, number]): ChildProcess {
  return spawn(program, args, { detached: true, stdio: typeof stdio === 'string' ? stdio : [...stdio] });
}

function perform(command: readonly string[]): void {
  const child = begin(command, 'inherit');
  child.on('error', (error) => {
    writeSync(2, `${error.message}\n`);
    process.exit('code' in error && error.code === 'EACCES' ? 126 : 127);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
  });
}

if (told.wayOut !== null) await offer(told.wayOut);
for (const service of told.services) await start(service);
perform(told.command);
