/**
 * Speaks the Agent Client Protocol to a program, from within its box: one session, one prompt, everything allowed.
 *
 * `node acp-driver [--session ID] -- COMMAND…`, and the prompt by standard input. Prints each message of the program as
 * it came, a line each, and one of its own before the prompt is sent: what a loaded session plays back stands before it.
 * Nothing is judged here. Exits 0 when the turn has ended as the program says, 1 when it refused, 2 when it left.
 */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: { readonly options?: readonly { readonly optionId: string; readonly kind: string }[] };
  readonly result?: Answer;
  readonly error?: { readonly code?: number };
}

/** Of what it answers only this is looked into. */
interface Answer {
  readonly sessionId?: string;
  readonly authMethods?: readonly { readonly id: string }[];
  readonly modes?: { readonly currentModeId: string; readonly availableModes: readonly { readonly id: string }[] };
}

/** As programs name the mode in which they ask for nothing. */
const freedom = ['bypassPermissions', 'yolo', 'agent-full-access', 'full-access'];
const loginNeeded = -32_000;
const geminiLogin = 'gemini-api-key';
const longestGoodbyeMs = 2_000;

const [session, [command = '', ...args]] = argumentsOf(process.argv.slice(2));
const prompt = readFileSync(0, 'utf8');
const program = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const left = new Promise<void>((resolve) => program.on('close', () => resolve()));
const waiting = new Map<number, (message: Message) => void>();
let asked = 0;
let isOver = false;

program.on('error', (error) => leave(2, error.message));
program.on('close', (code, signal) => { if (!isOver) leave(2, `its program ended by itself: ${signal ?? `exit code ${code}`}`); });
// What it no longer reads is told by its end.
program.stdin.on('error', () => undefined);
createInterface({ input: program.stdout }).on('line', (line) => {
  const message = read(line);
  if (message === null) return;
  process.stdout.write(`${line}\n`);
  if (message.method !== undefined) {
    if (message.id !== undefined) send({ id: message.id, ...answerTo(message) });
  } else if (typeof message.id === 'number') waiting.get(message.id)?.(message);
});

await converse();

async function converse(): Promise<void> {
  const { authMethods = [] } = needed(await ask('initialize', {
    protocolVersion: 1, clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false }, clientInfo: { name: 'espalier', version: '1' },
  }));
  const { sessionId = session, modes } = await begun(authMethods.map(({ id }) => id));
  const free = freedom.find((id) => modes?.availableModes.some((mode) => mode.id === id) === true);
  // It asks for less, where it can be told to; what it asks for all the same is allowed.
  if (free !== undefined && free !== modes?.currentModeId) await ask('session/set_mode', { sessionId, modeId: free });
  process.stdout.write('{"espalier":"prompt"}\n');
  needed(await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text: prompt }] }));
  isOver = true;
  // It may have to write its session down.
  program.stdin.end();
  await Promise.race([left, new Promise((resolve) => setTimeout(resolve, longestGoodbyeMs))]);
  process.exit(0);
}

async function begun(methods: readonly string[]): Promise<Answer> {
  // Without it gemini's writes no session down; others are asked to log in only where they want it.
  if (methods.includes(geminiLogin)) needed(await ask('authenticate', { methodId: geminiLogin }));
  const first = await beginning();
  const withKey = methods.find((id) => /api.?key/i.test(id));
  if (first.error?.code !== loginNeeded || withKey === undefined) return needed(first);
  needed(await ask('authenticate', { methodId: withKey }));
  return needed(await beginning());
}

function beginning(): Promise<Message> {
  const place = { cwd: process.cwd(), mcpServers: [] };
  return session === null ? ask('session/new', place) : ask('session/load', { sessionId: session, ...place });
}

function ask(method: string, params: object): Promise<Message> {
  asked += 1;
  const id = asked;
  const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
  send({ id, method, params });
  return answer;
}

function needed({ result, error }: Message): Answer {
  if (error !== undefined) leave(1, 'a request was refused');
  return result ?? {};
}

function send(message: object): void {
  program.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** Whatever it asks for is allowed: the box holds it. What it wants of an editor there is none of. */
function answerTo({ method, params }: Message): object {
  if (method !== 'session/request_permission') return { error: { code: -32_601, message: 'this client has none of it' } };
  const options = params?.options ?? [];
  const option = options.find(({ kind }) => kind === 'allow_always') ?? options.find(({ kind }) => kind === 'allow_once') ?? options[0];
  return { result: { outcome: option === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId: option.optionId } } };
}

/** What it prints between its messages is none of them. */
function read(line: string): Message | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : null;
  } catch {
    return null;
  }
}

function argumentsOf(words: readonly string[]): readonly [string | null, readonly string[]] {
  const [word, id = ''] = words;
  return word === '--session' ? [id, words.slice(3)] : [null, words.slice(1)];
}

function leave(code: number, why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(code);
}
