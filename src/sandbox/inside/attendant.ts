/**
 * The attendant of a box: offers the way out on the box's loopback, starts services and waits for
 * them, and then performs the command, sends back the files that it was to leave, and ends as it ended.
 *
 * It runs inside, beside whatever else runs there, imports nothing of ours and knows no secret:
 * what a command does to it, it does to itself. Arguments: what to attend to, and the command.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants as flags, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

interface Service {
  readonly name: string;
  readonly command: readonly string[];
  readonly ready: readonly string[] | null;
  readonly port: number | null;
  readonly readyMs: number;
}

interface Told {
  /** A word by which the host knows what is this attendant's. */
  readonly word: string;
  /** Begins the name of each variable that is meant for the command and would mean something to us. */
  readonly veil: string;
  readonly wayOut: { readonly path: string; readonly port: number } | null;
  readonly services: readonly Service[];
  readonly returns: readonly Returned[];
}

interface Returned {
  readonly path: string;
  readonly mostBytes: number;
}

const lookEveryMs = 50;
const leaveMs = 250;
const tailBytes = 2_000;
/** Two descriptors each, of the 4,096 that a process has here. */
const mostConnections = 1_500;
/** Who listens may have no room for a moment; a socket with a path says so at once, and does not wait. */
const busyEveryMs = 20;
const busyTimes = 500;
/** Of a file in one frame: with its head less than what a pipe takes whole. */
const frameBytes = 2_880;
/** Followed at the last no link, waited for at a fifo nobody, taken no terminal. */
const asIs = flags.O_RDONLY | flags.O_NOFOLLOW | flags.O_NONBLOCK | flags.O_NOCTTY;

const told: Told = JSON.parse(process.argv[2] ?? '');
const command: readonly string[] = process.argv.slice(3);
let isOver = false;

/** To who reads the command's streams, if anybody does: what cannot be said must not end us. */
function say(line: string): void {
  try {
    writeSync(2, `\n${line}\n`);
  } catch {
    return; // closed, or full and set not to wait by the command
  }
}

/** Ends all, without the command: what went wrong is the last line. */
function giveUp(name: string, how: string): never {
  say(`${told.word} ${JSON.stringify({ name, how })}`);
  process.exit(125);
}

async function offer({ path, port }: NonNullable<Told['wayOut']>): Promise<void> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (inner) => {
    inner.on('error', () => undefined); // its close says the rest
    reach(inner, path, busyTimes);
  });
  server.maxConnections = mostConnections;
  const refused = (error: Error): never => giveUp('way out', error.message);
  server.on('error', refused);
  server.listen({ port, host: '127.0.0.1', backlog: mostConnections });
  await once(server, 'listening');
  // A connection that could not be taken later is its caller's trouble, not the order's.
  server.off('error', refused).on('error', () => undefined);
}

function reach(inner: Socket, path: string, times: number): void {
  const outer = connect({ path, allowHalfOpen: true });
  const failed = (error: Error): void => {
    const isBusy = 'code' in error && error.code === 'EAGAIN';
    if (isBusy && times > 0 && !inner.destroyed) setTimeout(reach, busyEveryMs, inner, path, times - 1);
    else inner.resetAndDestroy();
  };
  outer.once('error', failed);
  outer.once('connect', () => {
    outer.off('error', failed).on('error', () => undefined);
    if (inner.destroyed) outer.destroy();
    else join(inner, outer);
  });
}

/** What one side says the other hears, at the pace of the slower; what breaks on one side breaks on the other. */
function join(inner: Socket, outer: Socket): void {
  inner.pipe(outer);
  outer.pipe(inner);
  inner.on('close', () => {
    // Said all and heard all: what is still on its way out gets there.
    if (!(inner.readableEnded && outer.readableEnded)) outer.destroy();
  });
  outer.on('close', () => {
    // Whoever hung up had its say: it must be heard, and a reset would take that away.
    if (outer.readableEnded) inner.resume();
    else inner.resetAndDestroy();
  });
}

const logOf = (name: string): string => `/tmp/service-${name}.log`;

async function start(service: Service): Promise<void> {
  const { name, ready, port, readyMs } = service;
  const log = openSync(logOf(name), 'a');
  const child = begin(service.command, ['ignore', log, log]);
  closeSync(log);
  // One that goes to the background ends well, and is asked.
  const mayLeave = ready !== null || port !== null;
  let ended: string | null = null;
  child.on('error', (error) => { ended = error.message; });
  child.on('exit', (code, signal) => {
    if (code !== 0 || !mayLeave) ended = `it ended with ${signal ?? `exit code ${code ?? ''}`}`;
  });
  const deadline = performance.now() + readyMs;
  while (!(await answers(service, deadline))) {
    if (ended !== null) giveUp(name, `${ended}${tailOf(name)}`);
    if (performance.now() > deadline) giveUp(name, `it was not ready within ${readyMs} ms${tailOf(name)}`);
    await pause(lookEveryMs);
  }
  if (ended !== null) giveUp(name, `${ended}${tailOf(name)}`);
  // The command's own exit code says what that was worth.
  child.on('exit', () => { if (ended !== null && !isOver) say(`service ${name} ended before the command did: ${ended}`); });
}

async function answers({ ready, port }: Service, deadline: number): Promise<boolean> {
  if (ready !== null) return asks(ready, deadline);
  return port === null || (await listens(port, '127.0.0.1')) || listens(port, '::1');
}

async function asks(question: readonly string[], deadline: number): Promise<boolean> {
  const child = begin(question, 'ignore');
  const late = setTimeout(() => child.kill('SIGKILL'), Math.max(0, deadline - performance.now()));
  const isYes = await new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
  clearTimeout(late);
  return isYes;
}

/** Takes leave as a caller does: a connection that is broken off at once has ended many a small server. */
function listens(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    let isTaken = false;
    const socket = connect({ port, host }, () => {
      isTaken = true;
      socket.end();
    });
    socket.resume().setTimeout(leaveMs, () => socket.destroy());
    socket.on('error', () => undefined).on('close', () => resolve(isTaken));
  });
}

/** The last of a log, however long it is. */
function tailOf(name: string): string {
  const log = openSync(logOf(name), 'r');
  const bytes = Buffer.alloc(tailBytes);
  const read = readSync(log, bytes, 0, tailBytes, Math.max(0, fstatSync(log).size - tailBytes));
  closeSync(log);
  const text = bytes.subarray(0, read).toString('utf8').trim();
  return text === '' ? '' : `: ${text}`;
}

/** In a session of its own: a command that signals its group does not reach us. */
function begin([program = '', ...args]: readonly string[], stdio: 'inherit' | 'ignore' | readonly ['ignore', number, number]): ChildProcess {
  return spawn(program, args, { detached: true, stdio: typeof stdio === 'string' ? stdio : [...stdio] });
}

/** Ends as the command ends; a death by signal as shells tell it, since Node survives some signals. */
async function perform(): Promise<never> {
  const child = begin(command, 'inherit');
  const ended = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      say(error.message);
      resolve('code' in error && error.code === 'EACCES' ? 126 : 127);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal])));
  });
  isOver = true;
  for (const [at, file] of told.returns.entries()) await send(at, `end ${await giveBack(at, file)}`);
  process.exit(ended);
}

/** Sends what the file holds, and says how that went; what else still runs here may write between two frames. */
async function giveBack(at: number, { path, mostBytes }: Returned): Promise<string> {
  let file: number | null = null;
  try {
    file = openSync(path, asIs);
    const found = fstatSync(file);
    if (!found.isFile()) return '0 kind';
    if (found.size > mostBytes) return '0 large';
    let sent = 0;
    for (let frame = 0; ; frame += 1) {
      const bytes = pieceOf(file);
      sent += bytes.length;
      // It grew while it was read.
      if (sent > mostBytes) return '0 large';
      if (bytes.length > 0) await send(at, `${frame} ${bytes.toString('base64')}`);
      if (bytes.length < frameBytes) return `${sent} taken`;
    }
  } catch (error) {
    return `0 ${whyNot(error)}`;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function pieceOf(file: number): Buffer {
  const bytes = Buffer.alloc(frameBytes);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < frameBytes; filled += read) read = readSync(file, bytes, filled, frameBytes - filled, null);
  return bytes.subarray(0, filled);
}

function whyNot(error: unknown): 'none' | 'kind' | 'fault' {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'none';
  // A link at the end of the path; a socket.
  return code === 'ELOOP' || code === 'ENXIO' ? 'kind' : 'fault';
}

/** The command may have set its stdout not to wait: so it is waited for here. Where nobody reads any longer nobody is told. */
function send(at: number, text: string): Promise<void> {
  return new Promise((resolve) => { process.stdout.write(`\x1e${told.word} ${at} ${text}\n`, () => resolve()); });
}

for (const [name, value] of Object.entries(process.env)) {
  if (!name.startsWith(told.veil)) continue;
  process.env[name.slice(told.veil.length)] = value;
  delete process.env[name];
}
if (told.wayOut !== null) await offer(told.wayOut);
for (const service of told.services) await start(service);
if (told.returns.length > 0) process.stdout.on('error', () => undefined); // its write's own end says it
await perform();
