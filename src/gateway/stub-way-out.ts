/**
 * The least that can stand behind a way out: passes on what `judgeRequest` allows, byte for byte, and refuses the rest.
 *
 * It holds no key and counts no token; what an order may reach it may send anything to. Every refusal
 * is a 403 with one line of text. No connection is made before its address was judged, and none to
 * an address that is not public, whatever name led there.
 */

import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Network, OpenedWayOut, WayOutOptions } from '../ports/way-out.ts';
import { type Authority, authorityOf, judgeRequest, tlsPort, type WayOutRules } from './judge-request.ts';
import { isPublicAddress } from './public-address.ts';

const mostConnections = 2_048;
const backlog = 2_048;
const leastStatus = 200;

/** A rule that is none is a fault of who opens it. */
export async function openStubWayOut({ socket, allow, base, network, onRefused }: WayOutOptions): Promise<OpenedWayOut> {
  const rules = { allow: allow.map(ruleOf), base: base === null ? null : ruleOf(base) };
  const open = new Set<Duplex>();
  const server = createServer({ requestTimeout: 0 });
  const stub: Stub = { rules, network, onRefused, open };
  server.maxConnections = mostConnections;
  server.on('connection', (connection) => keep(stub, connection));
  // A fault in here is one connection's, and never the host's.
  server.on('request', (asked, answer) => void serve(stub, asked, answer).catch(() => answer.destroy()));
  server.on('connect', (asked, caller, begun) => {
    if (begun.length > 0) caller.unshift(begun);
    void tunnel(stub, asked, caller).catch(() => caller.destroy());
  });
  server.on('clientError', (error, caller) => {
    const isUnreadable = 'code' in error && String(error.code).startsWith('HPE_');
    if (isUnreadable) turnAway(stub, caller, 'it cannot be read as a request');
    else caller.destroy(); // it broke off
  });
  server.listen({ path: socket, backlog });
  await once(server, 'listening');
  // Its directory keeps everybody else out; in the box the order's user is another than ours.
  chmodSync(socket, 0o666);
  return { close: () => close(server, open) };
}

interface Stub {
  readonly rules: WayOutRules;
  readonly network: Network;
  readonly onRefused: (line: string) => void;
  /** What has to be ended at the end. */
  readonly open: Set<Duplex>;
}

function ruleOf(text: string): Authority {
  const rule = authorityOf(text, tlsPort);
  if (typeof rule === 'string') throw new TypeError(`Cannot allow a host: ${rule}`);
  return rule;
}

function keep({ open }: Stub, connection: Duplex): void {
  open.add(connection);
  connection.on('close', () => open.delete(connection)).on('error', () => undefined);
}

async function close(server: Server, open: ReadonlySet<Duplex>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const connection of open) connection.destroy();
  await closed;
}

const judge = ({ rules }: Stub, { method = '', url = '', rawHeaders }: IncomingMessage): ReturnType<typeof judgeRequest> => {
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'host');
  return judgeRequest({ method, target: url, hosts }, rules);
};

async function serve(stub: Stub, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const judgement = judge(stub, asked);
  if (judgement.kind !== 'request') return refuse(stub, answer, judgement.kind === 'refused' ? judgement.why : 'a tunnel is no request');
  const address = await addressOf(stub, judgement.to);
  if (address === null) return refuse(stub, answer, `${judgement.to.host} leads to no public address`);
  if (answer.destroyed) return undefined;
  passOn(stub, { asked, answer, address, to: judgement.to, path: judgement.path });
}

interface Passage {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly address: string;
  readonly to: Authority;
  readonly path: string;
}

function passOn(stub: Stub, { asked, answer, address, to, path }: Passage): void {
  const headers = { ...endToEnd(asked.headers), host: to.port === 80 ? to.host : `${to.host}:${to.port}` };
  // With an agent, even its own, Node would make the connection itself; host and port are for that it never does.
  const outgoing = request({ host: address, port: to.port, method: asked.method, path, headers, createConnection: () => dial(stub, address, to.port) });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else end(answer, 502, unreachable(to, error));
  });
  outgoing.on('response', (incoming) => {
    // Its own words for the status stay behind: they may hold what no line of ours may.
    const status = incoming.statusCode ?? 0;
    if (status < leastStatus) outgoing.destroy(new Error(`it answered with the status ${status}`));
    else incoming.pipe(answer.writeHead(status, endToEnd(incoming.headers, ['transfer-encoding'])));
    // What was cut short must not look whole.
    incoming.on('error', () => undefined).on('close', () => { if (!incoming.complete) answer.destroy(); });
  });
  asked.pipe(outgoing);
  asked.on('error', () => undefined);
  answer.on('close', () => outgoing.destroy());
}

/** Headers that are about one connection and not about the message. */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate', 'te', 'trailer', 'upgrade', 'host'];

function endToEnd(headers: IncomingHttpHeaders, more: readonly string[] = []): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(',').map((name) => name.trim());
  const dropped = new Set([...hopByHop, ...more, ...named.filter((name) => name !== 'transfer-encoding' && name !== 'content-length')]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

async function tunnel(stub: Stub, asked: IncomingMessage, caller: Duplex): Promise<void> {
  const judgement = judge(stub, asked);
  if (judgement.kind !== 'tunnel') return turnAway(stub, caller, judgement.kind === 'refused' ? judgement.why : 'a request is no tunnel');
  const { to } = judgement;
  const address = await addressOf(stub, to);
  if (address === null) return turnAway(stub, caller, `${to.host} leads to no public address`);
  if (caller.destroyed) return undefined;
  const callee = dial(stub, address, to.port);
  const failed = (error: Error): void => void caller.end(answerOf(502, unreachable(to, error)));
  callee.once('error', failed);
  callee.once('connect', () => {
    callee.off('error', failed);
    caller.write('HTTP/1.1 200 Connection established\r\n\r\n');
    for (const [from, into] of [[caller, callee], [callee, caller]] as const) {
      from.pipe(into);
      // Said all and heard all: what is still on its way out gets there.
      from.on('close', () => { if (!(from.readableEnded && into.readableEnded)) into.destroy(); });
    }
  });
  caller.on('close', () => { if (!caller.readableEnded) callee.destroy(); });
}

/** The first address, if every one is public: a name that leads inward as well is not trusted at all. */
async function addressOf({ network }: Stub, { host }: Authority): Promise<string | null> {
  try {
    const addresses = await network.resolve(host);
    return addresses.every(isPublicAddress) ? addresses[0] ?? null : null;
  } catch {
    return null; // it leads nowhere
  }
}

function dial(stub: Stub, address: string, port: number): Duplex {
  const connection = stub.network.dial(address, port);
  keep(stub, connection);
  return connection;
}

function refuse({ onRefused }: Stub, answer: ServerResponse, why: string): void {
  onRefused(why);
  end(answer, 403, refusal(why));
}

const refusal = (why: string): string => `refused by the way out: ${why}\n`;
const unreachable = ({ host, port }: Authority, error: Error): string => `${host}:${port} cannot be reached: ${error.message}\n`;

function end(answer: ServerResponse, status: number, text: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function turnAway({ onRefused }: Stub, caller: Duplex, why: string): void {
  onRefused(why);
  // What is sent on is read and dropped: a caller that is cut off mid-word does not hear why.
  if (caller.writable) caller.resume().end(answerOf(403, refusal(why)));
  else caller.destroy();
}

function answerOf(status: number, text: string): string {
  const head = [`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Bad Gateway'}`, 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close'];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
