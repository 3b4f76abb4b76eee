/**
 * Speaks the Agent Client Protocol to a program, from within its box: one session, one prompt, everything allowed.
 *
 * `node acp-driver.ts SETTINGS COMMAND…`. Prints each message that it hears as it came, a line each.
 * Exits 0 when the turn has ended as the program says, 1 when it refused a request, 2 when it left.
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Settings {
  readonly prompt: string;
  readonly directory: string;
  /** `null`: none is asked for. */
  readonly authenticates: string | null;
  readonly resumes: string | null;
  /** Requests before the prompt, by method: the session's name is added to what they are given. */
  readonly sets: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly options?: readonly { readonly optionId: string; readonly kind: string }[] };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

const [, , text = '', command = '', ...args] = process.argv;
const settings: Settings = JSON.parse(text);
const program = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = new Map<number, (message: Message) => void>();
let count = 0;

program.on('exit', () => process.exit(2));
createInterface({ input: program.stdout }).on('line', (line) => {
  console.log(line);
  if (!line.startsWith('{')) return;
  const message: Message = JSON.parse(line);
  if (message.method !== undefined && message.id !== undefined) send({ id: message.id, ...answerOf(message) });
  else if (typeof message.id === 'number') waiting.get(message.id)?.(message);
});

/** Whatever it asks for is allowed: the box holds it. What it wants of an editor there is none of. */
function answerOf({ method, params }: Message): object {
  if (method !== 'session/request_permission') return { error: { code: -32601, message: 'this client has none of it' } };
  const options = params?.options ?? [];
  const option = options.find(({ kind }) => kind === 'allow_always') ?? options.find(({ kind }) => kind === 'allow_once') ?? options[0];
  return { result: { outcome: { outcome: 'selected', optionId: option?.optionId } } };
}

function send(message: object): void {
  program.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

async function ask(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
  count += 1;
  const id = count;
  const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
  send({ id, method, params });
  const { result, error } = await answer;
  if (error !== undefined) process.exit(1);
  return result ?? {};
}

const place = { cwd: settings.directory, mcpServers: [] };
await ask('initialize', { protocolVersion: 1, clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false }, clientInfo: { name: 'espalier-tests', version: '0' } });
if (settings.authenticates !== null) await ask('authenticate', { methodId: settings.authenticates });
const begun = settings.resumes === null ? await ask('session/new', place) : { ...await ask('session/load', { sessionId: settings.resumes, ...place }), sessionId: settings.resumes };
const { sessionId } = begun;
for (const [method, params] of settings.sets) await ask(method, { sessionId, ...params });
await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text: settings.prompt }] });
process.exit(0);
