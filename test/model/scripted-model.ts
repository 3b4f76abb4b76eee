/**
 * A model that is a script, behind the four wire formats of real ones: what tests put in a provider's place.
 *
 * It keeps no conversation: each request says by itself which turn it is. Every response is marked as
 * scripted. What it answered it charges for, by model, so that other counts can be held against it.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { chat } from './chat.ts';
import type { Asked, Format, ToolCall } from './format.ts';
import { gemini } from './gemini.ts';
import { messages } from './messages.ts';
import { responses } from './responses.ts';
import { parseScript, type Script } from './script.ts';
import { bytesOf, credentialOf, parsedBody, type SeenRequest } from './seen-request.ts';
import { mark, sendReply } from './send-reply.ts';
import { sideAnswer } from './side-routes.ts';
import { chooseTool } from './tool-choice.ts';
import { type Picked, TurnPicker } from './turn-picker.ts';
import { type Charged, Ledger, usageOf } from './usage.ts';

export interface ScriptedModelOptions {
  readonly script: Script;
  /** Default: any that is free. */
  readonly port?: number;
  /** Hears of each request once it was read. */
  readonly onRequest?: (request: SeenRequest) => void;
}

export interface ScriptedModel {
  readonly port: number;
  /** Without a slash at its end. */
  readonly url: string;
  /** In the order in which they came. */
  readonly requests: readonly SeenRequest[];
  readonly charged: Readonly<Record<string, Charged>>;
  /** Ends every connection. */
  close(): Promise<void>;
}

export const formats: readonly Format[] = [messages, responses, chat, gemini];

export async function startScriptedModel({ script, port = 0, onRequest }: ScriptedModelOptions): Promise<ScriptedModel> {
  const requests: SeenRequest[] = [];
  const ledger = new Ledger();
  const playing: Playing = {
    picker: new TurnPicker(parseScript(script, 'the script')), ledger, count: 0,
    onRequest: (request) => { requests.push(request); onRequest?.(request); },
  };
  const server = createServer({ requestTimeout: 0 }, (asked, answer) => void serve(playing, asked, answer).catch(() => answer.destroy()));
  server.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 426 Upgrade Required\r\n${headerLines()}connection: close\r\ncontent-length: 0\r\n\r\n`));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const used = portOf(server);
  return { port: used, url: `http://127.0.0.1:${used}`, requests, get charged() { return ledger.charged; }, close: () => close(server) };
}

interface Playing {
  readonly picker: TurnPicker;
  readonly ledger: Ledger;
  readonly onRequest: (request: SeenRequest) => void;
  count: number;
}

async function serve(playing: Playing, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { pathname: path } = new URL(asked.url ?? '/', 'http://scripted');
  const { method = '' } = asked;
  const body = parsedBody(await bytesOf(asked));
  const format = method === 'POST' ? formats.find(({ isAsked }) => isAsked(path)) : undefined;
  const read = format?.read(body ?? {}, path) ?? { model: '', streams: false, tools: [], results: 0, wantsUsage: false };
  const picked = format === undefined || body === null ? null : playing.picker.pick(read);
  const { model, streams, results } = read;
  playing.onRequest({
    method, path, api: format?.name ?? null, model, streams, credential: credentialOf(asked), tools: read.tools.map(({ name }) => name), results, turn: picked?.at ?? null, body: body ?? {},
  });
  if (format === undefined) return sideAnswer(method, path, (status, value) => end(answer, { status, value }));
  if (picked === null) return end(answer, { status: 400, value: format.error(400, { message: 'the body is no JSON', code: null }) });
  return reply(playing, answer, { format, read, picked });
}

async function reply(playing: Playing, answer: ServerResponse, { format, read, picked: { turn, fault } }: { readonly format: Format; readonly read: Asked; readonly picked: Picked }): Promise<void> {
  if (fault?.kind === 'status') {
    const { status, message = `scripted ${status}`, code = null, body, retryAfterS } = fault;
    return end(answer, { status, value: body ?? format.error(status, { message, code }), ...(retryAfterS === undefined ? {} : { headers: { 'retry-after': String(retryAfterS) } }) });
  }
  const call = chosen(turn, read);
  if (typeof call === 'string') return end(answer, { status: 400, value: format.error(400, { message: call, code: 'script' }) });
  const usage = format.usage(usageOf(turn));
  const id = (prefix: string): string => `${prefix}_scripted${String(playing.count += 1).padStart(6, '0')}`;
  const told = { model: read.model, turn, call, usage, wantsUsage: read.wantsUsage, id };
  if (fault?.kind !== 'hang') playing.ledger.charge(read.model, usage);
  const parts = read.streams ? format.events(told) : [JSON.stringify(format.whole(told))];
  return sendReply(answer, { parts, isStream: read.streams }, fault);
}

/** A turn that cannot be played as the client is, is said to the client: its test sees it there. */
function chosen(turn: Picked['turn'], { tools }: Asked): ToolCall | null | string {
  try {
    return chooseTool(turn, tools);
  } catch (error) {
    return `the script cannot be played: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Ended {
  readonly status: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function end(answer: ServerResponse, { status, value, headers = {} }: Ended): void {
  answer.writeHead(status, { ...mark, 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

function headerLines(): string {
  return Object.entries(mark).map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the scripted model listens nowhere');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
